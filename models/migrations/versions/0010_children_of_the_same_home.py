"""children of the same home"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'

CASEFACT = (
    'raised', 'sent', 'climbed', 'unreached', 'opened', 'taken', 'police_called', 'police_silent',
    'cannot_speak', 'going_to_station', 'head_told', 'still_on_it', 'child_safe', 'lapsed', 'closed',
    'reported', 'accepted', 'filed', 'not_filed', 'transferred', 'referred', 'referral_answered',
    'protected', 'assessed', 'planned', 'reviewed', 'written', 'overdue', 'close_asked', 'close_refused',
    'reopened', 'released', 'child_unsafe', 'child_unsure', 'involved_changed', 'rerouted', 'home_asked',
    'home_has', 'home_seen', 'home_unknown', 'handed_on',
)
NEW = ('sibling_linked', 'sibling_cleared')


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
    op.create_table('case_sibling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('is_concerned', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['care_case.id'], name=op.f('fk_case_sibling_case_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_case_sibling_child_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_sibling_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_sibling'))
    )
    with op.batch_alter_table('case_sibling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_sibling_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_sibling_child_id'), ['child_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('case_sibling', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_sibling_child_id'))
        batch_op.drop_index(batch_op.f('ix_case_sibling_case_id'))
    op.drop_table('case_sibling')
    op.execute(f"DELETE FROM case_event WHERE fact IN {NEW}")
    change_codes((*CASEFACT, *NEW), CASEFACT)
