"""home is called to a hurt child; a school's own numbers"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0016'
down_revision = '0015'

CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'still_on_it', 'child_safe', 'lapsed', 'closed',
    'reported', 'accepted', 'filed', 'not_filed', 'transferred', 'referred', 'referral_answered',
    'protected', 'assessed', 'planned', 'reviewed', 'written', 'overdue', 'close_asked', 'close_refused',
    'reopened', 'released', 'child_unsafe', 'child_unsure', 'involved_changed', 'rerouted', 'home_asked',
    'home_has', 'home_seen', 'home_unknown', 'handed_on', 'sibling_linked', 'sibling_cleared',
    'home_unreached', 'parent_told', 'carer_told', 'other_side_told', 'village_told', 'taken_back',
)
NEW_CASEFACT = (*CASEFACT, 'home_called', 'home_coming', 'home_rings', 'others_called')
NUMBERS = ('area_code', 'station_phone', 'clinic_phone')
CHANGED = (('case_event', 'fact', 'casefact', CASEFACT, NEW_CASEFACT),)


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(table, column, name, before, after):
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column, existing_type=coded(before, name), type_=coded(after, name), existing_nullable=False
        )


def upgrade() -> None:
    for table, column, name, before, after in CHANGED:
        change_codes(table, column, name, before, after)
    with op.batch_alter_table('unit', schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('unit', schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.drop_column(name)
    for table, column, name, before, after in CHANGED:
        gone = ', '.join(f"'{code}'" for code in after if code not in before)
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})")
        change_codes(table, column, name, after, before)
