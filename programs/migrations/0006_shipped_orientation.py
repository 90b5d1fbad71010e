"""Give programs made before there was an orientation the pieces that ship.

A migration rather than a copy made when somebody looks: the gate before the first session counts rows, and a program
without any would open it for people who have read nothing.
"""

from dataclasses import asdict

from django.db import migrations

from programs.data.orientation import TRACKS


def give(apps, schema_editor):
    Program = apps.get_model("programs", "Program")
    OrientationPiece = apps.get_model("programs", "OrientationPiece")
    OrientationPiece.objects.bulk_create(
        OrientationPiece(program=program, side=side, position=position, **asdict(piece))
        for program in Program.objects.filter(orientation_pieces__isnull=True)
        for side, track in TRACKS.items()
        for position, piece in enumerate(track, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_orientation")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
