"""a lesson"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'

NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
    'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached', 'request_made',
    'request_answered', 'unusual_reading', 'case_clock', 'case_closing', 'case_week',
)
NEW_NOTICE = (*NOTICE, 'lesson_offer')


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(table, column, name, before, after):
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column, existing_type=coded(before, name), type_=coded(after, name), existing_nullable=False
        )


def upgrade() -> None:
    change_codes('notification', 'kind', 'notice', NOTICE, NEW_NOTICE)
    op.create_table('lesson_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('known', sa.JSON(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lesson_result_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_result'))
    )
    with op.batch_alter_table('lesson_result', schema=None) as batch_op:
        batch_op.create_index('uq_lesson_result_person', ['person_id', 'version'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('lesson_result', schema=None) as batch_op:
        batch_op.drop_index('uq_lesson_result_person')

    op.drop_table('lesson_result')
    gone = ', '.join(f"'{code}'" for code in NEW_NOTICE if code not in NOTICE)
    op.execute(f"DELETE FROM notification WHERE kind IN ({gone})")
    change_codes('notification', 'kind', 'notice', NEW_NOTICE, NOTICE)
