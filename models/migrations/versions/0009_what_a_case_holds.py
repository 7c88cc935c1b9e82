"""pictures and files in a case"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'

CASEWORDS = (
    'seen', 'said', 'needs', 'plan', 'review', 'intervention', 'pressure', 'not_required', 'ending',
)


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_kinds(before, after):
    with op.batch_alter_table('case_entry', schema=None) as batch_op:
        batch_op.alter_column(
            'kind', existing_type=coded(before, 'casewords'), type_=coded(after, 'casewords'),
            existing_nullable=False,
        )


def upgrade() -> None:
    change_kinds(CASEWORDS, (*CASEWORDS, 'document'))
    op.create_table('case_document',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('media', coded(('photo', 'voice', 'file'), 'media'), nullable=False),
    sa.Column('suffix', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['case_entry.id'], name=op.f('fk_case_document_entry_id')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_case_document'))
    )


def downgrade() -> None:
    op.drop_table('case_document')
    op.execute("DELETE FROM case_entry WHERE kind = 'document'")
    change_kinds((*CASEWORDS, 'document'), CASEWORDS)
