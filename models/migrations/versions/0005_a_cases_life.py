"""a case's life"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'

CASESTATE = ('draft', 'open', 'closed')
CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'still_on_it', 'child_safe', 'lapsed', 'closed',
)
NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
    'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached', 'request_made',
    'request_answered', 'unusual_reading',
)
NEW_CASESTATE = (
    'draft', 'open', 'police_called', 'accepted', 'filed', 'not_filed', 'transferred', 'protected',
    'assessed', 'planned', 'closed',
)
NEW_CASEFACT = (
    *CASEFACT, 'reported', 'accepted', 'filed', 'not_filed', 'transferred', 'referred', 'referral_answered',
    'protected', 'assessed', 'planned', 'reviewed', 'written', 'overdue', 'close_asked', 'close_refused',
    'reopened', 'released',
)
NEW_NOTICE = (*NOTICE, 'case_clock', 'case_closing', 'case_week')
CHANGED = (
    ('care_case', 'state', 'casestate', CASESTATE, NEW_CASESTATE),
    ('case_event', 'fact', 'casefact', CASEFACT, NEW_CASEFACT),
    ('notification', 'kind', 'notice', NOTICE, NEW_NOTICE),
)


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

    op.create_table('case_clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('call', 'accept', 'feedback', 'plan', 'review', 'referral', 'closing', name='clockkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('first_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_case_clock_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_clock'))
    )
    with op.batch_alter_table('case_clock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_clock_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_clock_due_at'), ['due_at'], unique=False)

    op.create_table('case_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('seen', 'said', 'needs', 'plan', 'review', 'intervention', 'pressure', 'not_required', 'ending', name='casewords', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('amends_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['amends_id'], ['case_entry.id'], name=op.f('fk_case_entry_amends_id')),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_case_entry_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_entry_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_entry'))
    )
    with op.batch_alter_table('case_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_entry_case_id'), ['case_id'], unique=False)

    op.create_table('case_referral',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('authority', sa.Enum('police', 'civil_affairs', 'education', 'committee', 'health', 'procuratorate', name='authority', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('respond_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Enum('accepted', 'rejected', 'revoked', name='answer', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_case_referral_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_referral_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_referral'))
    )
    with op.batch_alter_table('case_referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_referral_case_id'), ['case_id'], unique=False)

    op.create_table('statutory_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('authority', sa.Enum('police', 'civil_affairs', 'education', 'committee', 'health', 'procuratorate', name='authority', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'in_person', 'written', 'sms', name='channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('receipt', sa.LargeBinary(), nullable=True),
    sa.Column('receipt_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_statutory_report_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_statutory_report_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statutory_report'))
    )
    with op.batch_alter_table('statutory_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statutory_report_case_id'), ['case_id'], unique=False)

    with op.batch_alter_table('care_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_practice', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('outcome', sa.Enum('safe_at_home', 'other_care', 'with_authority', 'no_harm', 'moved_away', name='caseoutcome', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('closing_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('key_name', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('releasing_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('released_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('child_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_care_case_releasing_by_id'), 'person', ['releasing_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_care_case_closing_by_id'), 'person', ['closing_by_id'], ['id'])


def downgrade() -> None:
    # What the older version has no word for: a live case is open there, and the rest goes.
    op.execute("UPDATE care_case SET state = 'open' WHERE state NOT IN ('draft', 'open', 'closed')")
    for table, column, name, before, after in CHANGED:
        gone = ', '.join(f"'{code}'" for code in after if code not in before)
        if table != 'care_case':
            op.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})")
        change_codes(table, column, name, after, before)

    # A case without a name has no place in the older version's table.
    for table in ('case_event', 'case_exclusion'):
        op.execute(f"DELETE FROM {table} WHERE case_id IN (SELECT id FROM care_case WHERE child_id IS NULL)")
    op.execute("DELETE FROM care_case WHERE child_id IS NULL")
    with op.batch_alter_table('care_case', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_care_case_caseoutcome'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_care_case_closing_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_care_case_releasing_by_id'), type_='foreignkey')
        batch_op.alter_column('child_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('released_at')
        batch_op.drop_column('releasing_by_id')
        batch_op.drop_column('key_name')
        batch_op.drop_column('closed_at')
        batch_op.drop_column('closing_by_id')
        batch_op.drop_column('outcome')
        batch_op.drop_column('is_practice')

    with op.batch_alter_table('statutory_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statutory_report_case_id'))

    op.drop_table('statutory_report')
    with op.batch_alter_table('case_referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_referral_case_id'))

    op.drop_table('case_referral')
    with op.batch_alter_table('case_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_entry_case_id'))

    op.drop_table('case_entry')
    with op.batch_alter_table('case_clock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_clock_due_at'))
        batch_op.drop_index(batch_op.f('ix_case_clock_case_id'))

    op.drop_table('case_clock')
