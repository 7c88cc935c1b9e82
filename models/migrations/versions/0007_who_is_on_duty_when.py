"""who is on duty when"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'

NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
    'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached', 'request_made',
    'request_answered', 'unusual_reading', 'case_clock', 'case_closing', 'case_week', 'lesson_offer',
    'practice_asked', 'practice_report',
)
NEW_NOTICE = (
    *NOTICE, 'duty_asked', 'duty_answered', 'duty_away', 'duty_gaps', 'second_asked', 'second_answered',
)


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(table, column, name, before, after):
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column, existing_type=coded(before, name), type_=coded(after, name), existing_nullable=False
        )


def upgrade() -> None:
    change_codes('notification', 'kind', 'notice', NOTICE, NEW_NOTICE)
    op.create_table('duty_turn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('half', coded(('day', 'night'), 'half'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_turn_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_duty_turn_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_turn'))
    )
    with op.batch_alter_table('duty_turn', schema=None) as batch_op:
        batch_op.create_index('uq_duty_turn_half', ['unit_id', 'weekday', 'half'], unique=True)

    op.create_table('duty_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('half', coded(('day', 'night'), 'half'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_accepted', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_duty_change_asked_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_change_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_duty_change_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_change'))
    )
    with op.batch_alter_table('duty_change', schema=None) as batch_op:
        batch_op.create_index('ix_duty_change_turn', ['unit_id', 'day', 'half'], unique=False)
        batch_op.create_index(op.f('ix_duty_change_person_id'), ['person_id'], unique=False)

    op.create_table('duty_leave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_duty_leave_deputy_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_leave_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_leave'))
    )
    with op.batch_alter_table('duty_leave', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_duty_leave_person_id'), ['person_id'], unique=False)

    op.create_table('second_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_accepted', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_second_person_asked_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_person_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['unit.id'], name=op.f('fk_second_person_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_person'))
    )
    with op.batch_alter_table('second_person', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_second_person_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('second_person', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_second_person_school_id'))

    op.drop_table('second_person')
    with op.batch_alter_table('duty_leave', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_duty_leave_person_id'))

    op.drop_table('duty_leave')
    with op.batch_alter_table('duty_change', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_duty_change_person_id'))
        batch_op.drop_index('ix_duty_change_turn')

    op.drop_table('duty_change')
    with op.batch_alter_table('duty_turn', schema=None) as batch_op:
        batch_op.drop_index('uq_duty_turn_half')

    op.drop_table('duty_turn')
    gone = ', '.join(f"'{code}'" for code in NEW_NOTICE if code not in NOTICE)
    op.execute(f"DELETE FROM notification WHERE kind IN ({gone})")
    change_codes('notification', 'kind', 'notice', NEW_NOTICE, NOTICE)
