"""numbers and addresses, sealed"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'

DETAIL = ('phone', 'messenger', 'address', 'id_number')
TASKKIND = ('silent_months', 'family_words', 'unreachable', 'privacy_request')
NEW_TASKKIND = (*TASKKIND, 'new_number')
OWNERS = ('child', 'relation', 'person')


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_tasks(before, after):
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.alter_column(
            'kind', existing_type=coded(before, 'taskkind'), type_=coded(after, 'taskkind'),
            existing_nullable=False,
        )


def upgrade() -> None:
    op.create_table(
        'lookup_key',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lookup_key')),
    )
    op.create_table(
        'contact_detail',
        sa.Column('id', sa.Integer(), nullable=False),
        *(sa.Column(f'{owner}_id', sa.Integer(), nullable=True) for owner in OWNERS),
        sa.Column('kind', coded(DETAIL, 'detail'), nullable=False),
        sa.Column('value', sa.LargeBinary(), nullable=False),
        sa.Column('lookup', sa.String(), nullable=True),
        sa.Column('entered_by_id', sa.Integer(), nullable=True),
        sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            ' + '.join(f'CASE WHEN {owner}_id IS NULL THEN 0 ELSE 1 END' for owner in OWNERS) + ' = 1',
            name=op.f('ck_contact_detail_one_owner'),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f'{owner}_id'], [f'{owner}.id'], name=op.f(f'fk_contact_detail_{owner}_id')
            )
            for owner in OWNERS
        ),
        sa.ForeignKeyConstraint(
            ['entered_by_id'], ['person.id'], name=op.f('fk_contact_detail_entered_by_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_detail')),
    )
    with op.batch_alter_table('contact_detail', schema=None) as batch_op:
        for column in (*(f'{owner}_id' for owner in OWNERS), 'lookup'):
            batch_op.create_index(batch_op.f(f'ix_contact_detail_{column}'), [column], unique=False)
    change_tasks(TASKKIND, NEW_TASKKIND)


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'new_number'")
    change_tasks(NEW_TASKKIND, TASKKIND)
    op.drop_table('contact_detail')
    op.drop_table('lookup_key')
