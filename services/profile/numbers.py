"""Which of the numbers of a place is the police's."""

from services.profile.schema import Profile


def police_of(profile: Profile) -> str:
    """Return the number to call the police by; the first of all where the profile doesn't say which it is."""
    named = [line.number for line in profile.hotlines if line.serves == "police"]
    return (named or [profile.hotlines[0].number])[0]
