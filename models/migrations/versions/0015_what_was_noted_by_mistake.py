"""what was noted by mistake"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'

CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'still_on_it', 'child_safe', 'lapsed', 'closed',
    'reported', 'accepted', 'filed', 'not_filed', 'transferred', 'referred', 'referral_answered',
    'protected', 'assessed', 'planned', 'reviewed', 'written', 'overdue', 'close_asked', 'close_refused',
    'reopened', 'released', 'child_unsafe', 'child_unsure', 'involved_changed', 'rerouted', 'home_asked',
    'home_has', 'home_seen', 'home_unknown', 'handed_on', 'sibling_linked', 'sibling_cleared',
    'home_unreached', 'parent_told', 'carer_told', 'other_side_told', 'village_told',
)
NEW = ('taken_back',)
MISTAKE = ('mistap', 'wrong_case', 'wrong_person', 'wrong_time', 'wrong_number')
# Which report an event speaks of, for those that were entered together.
REPORTS = """
UPDATE case_event SET subject_id = (
    SELECT min(statutory_report.id) FROM statutory_report
    WHERE statutory_report.case_id = case_event.case_id
    AND statutory_report.entered_at = case_event.entered_at
    AND statutory_report.person_id = case_event.person_id
) WHERE fact IN ('police_called', 'reported')
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
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('amends_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('mistake', coded(MISTAKE, 'mistake'), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_case_event_amends_id'), 'case_event', ['amends_id'], ['id']
        )
    with op.batch_alter_table('statutory_report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(REPORTS)


def downgrade() -> None:
    op.execute("DELETE FROM case_event WHERE amends_id IS NOT NULL")
    op.execute("DELETE FROM statutory_report WHERE taken_back_at IS NOT NULL")
    with op.batch_alter_table('statutory_report', schema=None) as batch_op:
        batch_op.drop_column('taken_back_at')
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_case_event_amends_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_case_event_mistake'), type_='check')
        batch_op.drop_column('mistake')
        batch_op.drop_column('amends_id')
        batch_op.drop_column('subject_id')
    change_codes((*CASEFACT, *NEW), CASEFACT)
