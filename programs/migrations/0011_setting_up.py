import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0010_roster_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='program',
            name='co_lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='program',
            name='is_pilot',
            field=models.BooleanField(default=False, verbose_name='a pilot of 4 to 10 pairs'),
        ),
        migrations.AddField(
            model_name='program',
            name='opened_because',
            field=models.TextField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='program',
            name='prompts',
            field=models.JSONField(blank=True, default=dict, verbose_name='questions to begin with'),
        ),
        migrations.CreateModel(
            name='ProgramChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True, max_length=500)),
                ('is_opening', models.BooleanField(default=False)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='programs.program')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='programs.programchange')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['program', '-at'], name='change_by_program')],
            },
        ),
    ]
