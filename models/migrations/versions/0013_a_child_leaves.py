"""why a child has left"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0011'

LEAVING = ('moved', 'graduated', 'with_parents', 'died', 'mistake')


def upgrade() -> None:
    why = sa.Enum(*LEAVING, name='leaving', native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_why', why, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.drop_constraint('leaving', type_='check')
        batch_op.drop_column('left_why')
