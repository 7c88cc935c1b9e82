"""sheets: what somebody sent, and what its columns are called"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'

FIELD = (
    'name', 'sex', 'born', 'papers', 'grade', 'class', 'village', 'care', 'away', 'father_away', 'mother_away',
    'boards', 'father_phone', 'mother_phone', 'carer_phone', 'carer_born', 'carer_papers', 'passed_over',
)


def upgrade() -> None:
    op.create_table(
        'sheet_import',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('cells', sa.LargeBinary(), nullable=True),
        sa.Column('way_back', sa.LargeBinary(), nullable=True),
        sa.Column('added', sa.Integer(), nullable=False),
        sa.Column('changed', sa.Integer(), nullable=False),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_sheet_import_unit_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sheet_import_person_id')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sheet_import_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_import')),
    )
    op.create_table(
        'sheet_column',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('school_id', sa.Integer(), nullable=False),
        sa.Column('heading', sa.String(), nullable=False),
        sa.Column(
            'field',
            sa.Enum(*FIELD, name='sheetfield', native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(['school_id'], ['unit.id'], name=op.f('fk_sheet_column_school_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_column')),
    )
    with op.batch_alter_table('sheet_column', schema=None) as batch_op:
        batch_op.create_index('uq_sheet_column_heading', ['school_id', 'heading'], unique=True)


def downgrade() -> None:
    op.drop_table('sheet_column')
    op.drop_table('sheet_import')
