"""who is left out by name, and which child is safe"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'

CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'still_on_it', 'child_safe', 'lapsed', 'closed',
    'reported', 'accepted', 'filed', 'not_filed', 'transferred', 'referred', 'referral_answered',
    'protected', 'assessed', 'planned', 'reviewed', 'written', 'overdue', 'close_asked', 'close_refused',
    'reopened', 'released', 'child_unsafe', 'child_unsure', 'involved_changed', 'rerouted', 'home_asked',
    'home_has', 'home_seen', 'home_unknown', 'handed_on', 'sibling_linked', 'sibling_cleared',
    'home_unreached', 'parent_told', 'carer_told', 'other_side_told', 'village_told', 'taken_back',
    'home_called', 'home_coming', 'home_rings', 'others_called',
)
NEW = ('left_out', 'let_in')
# Which child was linked, or cleared, by an event: both were entered together.
LINKED = """
UPDATE case_event SET child_id = (
    SELECT min(case_sibling.child_id) FROM case_sibling
    WHERE case_sibling.case_id = case_event.case_id AND case_sibling.entered_at = case_event.entered_at
) WHERE fact IN ('sibling_linked', 'sibling_cleared')
"""


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(before, after):
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.alter_column(
            'fact', existing_type=coded(before, 'casefact'), type_=coded(after, 'casefact'),
            existing_nullable=False,
        )


def upgrade() -> None:
    change_codes(CASEFACT, (*CASEFACT, *NEW))
    with op.batch_alter_table('case_exclusion', schema=None) as batch_op:
        batch_op.add_column(sa.Column('named_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('is_let_in', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f('fk_case_exclusion_named_by_id'), 'person', ['named_by_id'], ['id']
        )
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('child_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_case_event_child_id'), 'child', ['child_id'], ['id'])
    op.execute(LINKED)
    with op.batch_alter_table('case_exclusion', schema=None) as batch_op:
        batch_op.alter_column(
            'is_let_in', existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    op.execute("DELETE FROM case_event WHERE child_id IS NOT NULL AND fact LIKE 'child_%'")
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_case_event_child_id'), type_='foreignkey')
        batch_op.drop_column('child_id')
    op.execute("DELETE FROM case_exclusion WHERE is_let_in")
    with op.batch_alter_table('case_exclusion', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_case_exclusion_named_by_id'), type_='foreignkey')
        batch_op.drop_column('is_let_in')
        batch_op.drop_column('named_by_id')
    op.execute(f"DELETE FROM case_event WHERE fact IN {NEW}")
    change_codes((*CASEFACT, *NEW), CASEFACT)
