"""what waits and for how long"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0002'
down_revision = '0001'

SENDING = ('queued', 'sending', 'sent', 'uncertain', 'unreachable', 'superseded', 'failed')
NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
)
CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'closed',
)
NEW_SENDING = (*SENDING, 'expired')
NEW_NOTICE = (*NOTICE, 'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached')
NEW_CASEFACT = (*CASEFACT, 'still_on_it', 'child_safe', 'lapsed')


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(table, column, name, before, after):
    # A CHECK can't be widened: the column gets a new one.
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column, existing_type=coded(before, name), type_=coded(after, name), existing_nullable=False
        )


def upgrade() -> None:
    op.create_table('calendar_span',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('term', 'holiday', 'school_day', name='spankind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_calendar_span_entered_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_calendar_span_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_span'))
    )
    with op.batch_alter_table('calendar_span', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_span_unit_id'), ['unit_id'], unique=False)

    op.create_table('duty_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('week', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_check_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_check'))
    )
    with op.batch_alter_table('duty_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_check_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index('uq_duty_check_week', ['person_id', 'week'], unique=True)

    op.create_table('other_way',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('scheme', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('url', sa.LargeBinary(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_other_way_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_way'))
    )
    with op.batch_alter_table('other_way', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_other_way_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('care_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reach', sa.JSON(), nullable=True))

    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('case_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_notification_case_id'), 'care_case', ['case_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_notification_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_settled_at'), ['settled_at'], unique=False)
        batch_op.drop_index(batch_op.f('ix_notification_recipient_id'))
        batch_op.create_index('ix_notification_recipient', ['recipient_id', 'sending', 'priority', 'not_before'])
    notification = sa.table(
        'notification',
        sa.column('wanted_at'),
        sa.column('not_before'),
        sa.column('case_id'),
        sa.column('params', sa.JSON),
    )
    case_id = notification.c.params['case_id'].as_integer()
    op.execute(notification.update().values(wanted_at=notification.c.not_before, case_id=case_id))
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.alter_column('wanted_at', existing_type=sa.DateTime(timezone=True), nullable=False)
    change_codes('notification', 'sending', 'sending', SENDING, NEW_SENDING)
    change_codes('notification', 'kind', 'notice', NOTICE, NEW_NOTICE)
    change_codes('case_event', 'fact', 'casefact', CASEFACT, NEW_CASEFACT)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shift', sqlmodel.sql.sqltypes.AutoString(), nullable=True))

    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rule', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('promised_at', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    # What the older version has no word for: these rows would break its CHECKs.
    op.execute("DELETE FROM case_event WHERE fact IN ('still_on_it', 'child_safe', 'lapsed')")
    op.execute(
        "DELETE FROM notification WHERE sending = 'expired' OR kind IN"
        " ('case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached')"
    )
    change_codes('case_event', 'fact', 'casefact', NEW_CASEFACT, CASEFACT)
    change_codes('notification', 'kind', 'notice', NEW_NOTICE, NOTICE)
    change_codes('notification', 'sending', 'sending', NEW_SENDING, SENDING)

    with op.batch_alter_table('plan', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('promised_at')
        batch_op.drop_column('due_on')
        batch_op.drop_column('rule')

    with op.batch_alter_table('person', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('shift')

    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notification_settled_at'))
        batch_op.drop_index(batch_op.f('ix_notification_case_id'))
        batch_op.drop_constraint(batch_op.f('fk_notification_case_id'), type_='foreignkey')
        batch_op.drop_column('case_id')
        batch_op.drop_index('ix_notification_recipient')
        batch_op.create_index(batch_op.f('ix_notification_recipient_id'), ['recipient_id'], unique=False)
        batch_op.drop_column('wanted_at')

    with op.batch_alter_table('child', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('reach')

    with op.batch_alter_table('care_case', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('asked_at')

    with op.batch_alter_table('account', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('paused_at')
        batch_op.drop_column('paused_until')

    with op.batch_alter_table('other_way', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_other_way_person_id'))

    op.drop_table('other_way')
    with op.batch_alter_table('duty_check', schema=None) as batch_op:
        batch_op.drop_index('uq_duty_check_week')
        batch_op.drop_index(batch_op.f('ix_duty_check_asked_at'))

    op.drop_table('duty_check')
    with op.batch_alter_table('calendar_span', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_span_unit_id'))

    op.drop_table('calendar_span')
