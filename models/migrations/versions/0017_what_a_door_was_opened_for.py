"""audit: what a door was opened for"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    # Nullable and no batch: a table of millions of rows isn't written anew, and what is sealed stays as it is.
    op.add_column('audit_entry', sa.Column('purpose', sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column('audit_entry', 'purpose')
