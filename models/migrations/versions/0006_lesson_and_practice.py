"""a lesson and a practice"""

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
NEW_NOTICE = (*NOTICE, 'lesson_offer', 'practice_asked', 'practice_report')


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

    op.create_table('practice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('begins_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_practice_asked_by_id')),
    sa.ForeignKeyConstraint(['begins_id'], ['person.id'], name=op.f('fk_practice_begins_id')),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_practice_case_id')),
    sa.ForeignKeyConstraint(['school_id'], ['unit.id'], name=op.f('fk_practice_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice')),
    sa.UniqueConstraint('case_id', name=op.f('uq_practice_case_id'))
    )
    running = sa.text('ended_at IS NULL')
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.create_index(
            'uq_practice_running', ['school_id'], unique=True, sqlite_where=running, postgresql_where=running
        )
        batch_op.create_index('ix_practice_ended_at_ends_at', ['ended_at', 'ends_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.drop_index('ix_practice_ended_at_ends_at')
        batch_op.drop_index('uq_practice_running')

    op.drop_table('practice')
    with op.batch_alter_table('lesson_result', schema=None) as batch_op:
        batch_op.drop_index('uq_lesson_result_person')

    op.drop_table('lesson_result')
    gone = ', '.join(f"'{code}'" for code in NEW_NOTICE if code not in NOTICE)
    op.execute(f"DELETE FROM notification WHERE kind IN ({gone})")
    change_codes('notification', 'kind', 'notice', NEW_NOTICE, NOTICE)
