"""a chain of what was done"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0003'
down_revision = '0002'

KEPT = 'audit entries are only ever appended'
SQLITE = (
    f"""CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
    f"""CREATE TRIGGER audit_entry_sealed BEFORE UPDATE ON audit_entry WHEN OLD.digest IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION audit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$""",
    """CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_entry_kept()""",
    """CREATE TRIGGER audit_entry_sealed BEFORE UPDATE ON audit_entry
       FOR EACH ROW WHEN (OLD.digest IS NOT NULL) EXECUTE FUNCTION audit_entry_kept()""",
)


def upgrade() -> None:
    op.create_table('audit_head',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_audit_head'))
    )
    # Nullable columns and no batch: a table of millions of rows isn't written anew.
    op.add_column('audit_entry', sa.Column('place', sa.Integer(), nullable=True))
    op.add_column('audit_entry', sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_index('ix_audit_entry_place', 'audit_entry', ['place'], unique=True)
    unsealed = sa.text('digest IS NULL')
    op.create_index(
        'ix_audit_entry_unsealed', 'audit_entry', ['id'], sqlite_where=unsealed, postgresql_where=unsealed
    )
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    on = '' if op.get_bind().dialect.name == 'sqlite' else ' ON audit_entry'
    for trigger in ('audit_entry_stays', 'audit_entry_sealed'):
        op.execute(f'DROP TRIGGER {trigger}{on}')
    if on:
        op.execute('DROP FUNCTION audit_entry_kept')
    op.drop_index('ix_audit_entry_unsealed', 'audit_entry')
    op.drop_index('ix_audit_entry_place', 'audit_entry')
    op.drop_column('audit_entry', 'digest')
    op.drop_column('audit_entry', 'place')
    op.drop_table('audit_head')
