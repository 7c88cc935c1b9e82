"""outbox: whoever sent what could not be handled is told by a row"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'

NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
    'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached', 'request_made',
    'request_answered', 'unusual_reading', 'case_clock', 'case_closing', 'case_week', 'lesson_offer',
    'practice_asked', 'practice_report', 'duty_asked', 'duty_answered', 'duty_away', 'duty_gaps',
    'second_asked', 'second_answered', 'case_news', 'home_question', 'home_silent',
)
CHANGED = (('notification', 'kind', 'notice', NOTICE, (*NOTICE, 'update_parked')),)


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


def downgrade() -> None:
    for table, column, name, before, after in CHANGED:
        gone = ', '.join(f"'{code}'" for code in after if code not in before)
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})")
        change_codes(table, column, name, after, before)
