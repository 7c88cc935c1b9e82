"""who may see what"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'

UNITKIND = ('county', 'school', 'class')
ROLE = ('teacher', 'administrator', 'safeguarding', 'county_officer')
TASKKIND = ('silent_months', 'family_words', 'unreachable')
NOTICE = (
    'join_pending', 'join_decided', 'call_reminder', 'letter_reminder', 'contact_told', 'silent_months',
    'family_words', 'danger_words', 'case_alert', 'case_step', 'case_refresh', 'case_unreached',
    'case_lapsing', 'knock', 'duty_check', 'duty_silent', 'home_unreached',
)
NEW_UNITKIND = ('county', 'township', 'village', 'school', 'class')
NEW_ROLE = (
    'teacher', 'class_teacher', 'subject_teacher', 'administrator', 'safeguarding', 'volunteer',
    'village_director', 'township_supervisor', 'county_officer',
)
NEW_TASKKIND = (*TASKKIND, 'privacy_request')
NEW_NOTICE = (*NOTICE, 'request_made', 'request_answered', 'unusual_reading')
CHANGED = (
    ('unit', 'kind', 'unitkind', UNITKIND, NEW_UNITKIND, False),
    ('role_grant', 'role', 'role', ROLE, NEW_ROLE, False),
    ('invitation', 'role', 'role', ROLE, NEW_ROLE, True),
    ('task', 'kind', 'taskkind', TASKKIND, NEW_TASKKIND, False),
    ('notification', 'kind', 'notice', NOTICE, NEW_NOTICE, False),
)


def coded(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def change_codes(table, column, name, before, after, is_nullable):
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column, existing_type=coded(before, name), type_=coded(after, name),
            existing_nullable=is_nullable,
        )


def upgrade() -> None:
    for table, column, name, before, after, is_nullable in CHANGED:
        change_codes(table, column, name, before, after, is_nullable)

    op.create_table('fading_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('fading', sa.Enum('blanked', 'removed', name='fading', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fades_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('reminds', sa.Enum('call', 'letter', 'silence', name='plankind', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('month', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fading_message'))
    )
    with op.batch_alter_table('fading_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fading_message_fades_at'), ['fades_at'], unique=False)
        batch_op.create_index('uq_fading_message_place', ['chat_id', 'message_id'], unique=True)

    op.create_table('incident',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('noticed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('authority_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('people_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident'))
    )
    op.create_table('purge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_purge'))
    )
    with op.batch_alter_table('purge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_purge_at'), ['at'], unique=False)

    op.create_table('pin',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('open_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_pin_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_pin'))
    )
    op.create_table('privacy_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('asked', sa.Enum('correct', 'delete', 'other', name='asked', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('is_granted', sa.Boolean(), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_privacy_request_child_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_privacy_request_person_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_privacy_request_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_request'))
    )
    with op.batch_alter_table('privacy_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_privacy_request_child_id'), ['child_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_privacy_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_privacy_request_settled_at'), ['settled_at'], unique=False)

    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.add_column(sa.Column('village_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_child_village_id'), ['village_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_child_village_id'), 'unit', ['village_id'], ['id'])

    for table in ('note', 'family_words'):
        op.add_column(table, sa.Column('emptied_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('care_case', schema=None) as batch_op:
        for name in ('hides_reporter', 'from_home', 'is_silent'):
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('child_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('by_child', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f('ix_consent_child_id'), ['child_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_consent_child_id'), 'child', ['child_id'], ['id'])

    with op.batch_alter_table('relation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_guardian', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('grants', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('barred_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('cover', sa.Enum('new_term', 'contacts', name='cover', native_enum=False, create_constraint=True, length=32), nullable=True))

    op.create_index('ix_audit_entry_subject', 'audit_entry', ['subject', 'subject_id'])


def downgrade() -> None:
    op.drop_index('ix_audit_entry_subject', 'audit_entry')
    # What the older version has no word for: these rows would break its CHECKs.
    for table, column, _name, before, after, _nullable in reversed(CHANGED):
        gone = ', '.join(f"'{code}'" for code in after if code not in before)
        if table == 'unit':
            op.execute("UPDATE child SET village_id = NULL")
            op.execute("UPDATE unit SET parent_id = NULL WHERE parent_id IN (SELECT id FROM unit WHERE kind IN ('township', 'village'))")
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})")
    for table, column, name, before, after, is_nullable in CHANGED:
        change_codes(table, column, name, after, before, is_nullable)

    with op.batch_alter_table('relation', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_relation_cover'), type_='check')
        batch_op.drop_column('cover')
        batch_op.drop_column('barred_at')
        batch_op.drop_column('grants')
        batch_op.drop_column('is_guardian')

    for table in ('family_words', 'note'):
        op.drop_column(table, 'emptied_at')
    with op.batch_alter_table('care_case', schema=None) as batch_op:
        for name in ('is_silent', 'from_home', 'hides_reporter'):
            batch_op.drop_column(name)

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_consent_child_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_consent_child_id'))
        batch_op.drop_column('by_child')
        batch_op.drop_column('child_id')

    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_child_village_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_child_village_id'))
        batch_op.drop_column('frozen_at')
        batch_op.drop_column('village_id')

    with op.batch_alter_table('privacy_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_privacy_request_settled_at'))
        batch_op.drop_index(batch_op.f('ix_privacy_request_person_id'))
        batch_op.drop_index(batch_op.f('ix_privacy_request_child_id'))

    op.drop_table('privacy_request')
    op.drop_table('pin')
    with op.batch_alter_table('purge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_purge_at'))

    op.drop_table('purge')
    op.drop_table('incident')
    with op.batch_alter_table('fading_message', schema=None) as batch_op:
        batch_op.drop_index('uq_fading_message_place')
        batch_op.drop_index(batch_op.f('ix_fading_message_fades_at'))

    op.drop_table('fading_message')
