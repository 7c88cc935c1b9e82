"""words of danger climb until somebody has them"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    with op.batch_alter_table('family_words', schema=None) as batch_op:
        batch_op.add_column(sa.Column('of_school', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('rung', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('opened_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_family_words_opened_by_id'), 'person', ['opened_by_id'], ['id']
        )
        batch_op.create_index(op.f('ix_family_words_due_at'), ['due_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('family_words', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_family_words_due_at'))
        batch_op.drop_constraint(op.f('fk_family_words_opened_by_id'), type_='foreignkey')
        for column in ('asked_at', 'opened_by_id', 'due_at', 'rung', 'of_school'):
            batch_op.drop_column(column)
