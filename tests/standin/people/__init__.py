"""What a person does in a Discord client: runs commands, presses buttons, fills in forms, writes messages."""
