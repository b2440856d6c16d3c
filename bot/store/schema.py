"""The database's tables, as migrations: append-only, each applied and recorded in one transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from a schema to the next; `statements` run in order in one transaction."""

    version: int
    name: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        1,
        "the archive",
        (
            """CREATE TABLE newsletters (
                id INTEGER PRIMARY KEY,
                slug TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL
            ) STRICT""",
            """CREATE TABLE documents (
                id INTEGER PRIMARY KEY,
                address TEXT NOT NULL UNIQUE,     -- a URL, or the absolute path of a file
                media_type TEXT NOT NULL,
                collection TEXT,                  -- the folder it came in
                named_newsletter TEXT,            -- what the operator said it belongs to
                settled INTEGER NOT NULL DEFAULT 0 -- 1 once all that its latest version holds is saved
            ) STRICT""",
            """CREATE TABLE document_versions (
                id INTEGER PRIMARY KEY,           -- the latest version has the highest id
                document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
                sha256 TEXT NOT NULL,             -- of the bytes, before compression
                body BLOB NOT NULL,               -- zlib
                retrieved_at TEXT NOT NULL
            ) STRICT""",
            "CREATE INDEX document_versions_by_document ON document_versions(document_id)",
            """CREATE TABLE issues (
                id INTEGER PRIMARY KEY,
                newsletter_id INTEGER NOT NULL REFERENCES newsletters(id),
                key TEXT NOT NULL,                -- the number, else the date, else a slug of the title
                number INTEGER,
                inferred INTEGER NOT NULL DEFAULT 0, -- 1 where the number was found by likeness
                title TEXT NOT NULL,
                date TEXT,
                url TEXT,
                preheader TEXT,
                content_hash TEXT NOT NULL,
                UNIQUE (newsletter_id, key)
            ) STRICT""",
            """CREATE TABLE copies (
                issue_id INTEGER NOT NULL REFERENCES issues(id) ON DELETE CASCADE,
                document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
                shown INTEGER NOT NULL DEFAULT 0, -- 1 for the copy whose text the items have
                uncertain INTEGER NOT NULL,       -- 1 where the document does not state the issue's number
                content TEXT NOT NULL,            -- the issue as this document has it, as JSON
                PRIMARY KEY (issue_id, document_id)
            ) STRICT""",
            "CREATE INDEX copies_by_document ON copies(document_id)",
            """CREATE TABLE items (
                id INTEGER PRIMARY KEY,
                issue_id INTEGER NOT NULL REFERENCES issues(id) ON DELETE CASCADE,
                number INTEGER NOT NULL,          -- the number in its cite: never changed, never given again
                position INTEGER,                 -- its place in the issue; empty once it is gone from the text
                kind TEXT NOT NULL,
                section TEXT,
                title TEXT NOT NULL,
                tagline TEXT,
                place TEXT,
                inspired_by TEXT,
                text TEXT NOT NULL,
                parts TEXT NOT NULL,              -- what each stretch of the text is, as JSON
                url TEXT,
                UNIQUE (issue_id, number)
            ) STRICT""",
            """CREATE TABLE links (
                item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                lead TEXT,
                label TEXT NOT NULL,
                source TEXT,
                url TEXT,
                PRIMARY KEY (item_id, position)
            ) STRICT""",
            "CREATE INDEX links_by_url ON links(url) WHERE url IS NOT NULL",
            """CREATE TABLE item_references (
                item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                issue_number INTEGER NOT NULL,
                PRIMARY KEY (item_id, position)
            ) STRICT""",
            """CREATE TABLE known_issues (
                document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
                newsletter_id INTEGER NOT NULL REFERENCES newsletters(id),
                number INTEGER NOT NULL,
                title TEXT,
                date TEXT,
                urls TEXT NOT NULL,               -- as a JSON list
                PRIMARY KEY (document_id, newsletter_id, number)
            ) STRICT""",
            """CREATE TABLE generations (
                number INTEGER PRIMARY KEY,
                name TEXT NOT NULL,               -- of its folder
                built_at TEXT NOT NULL,
                issues INTEGER NOT NULL,
                items INTEGER NOT NULL,
                links INTEGER NOT NULL
            ) STRICT""",
            """CREATE TABLE command_syncs (
                application_id INTEGER PRIMARY KEY,
                hash TEXT NOT NULL                -- of the commands Discord was last told
            ) STRICT""",
        ),
    ),
    Migration(
        2,
        "the sources",
        (
            """CREATE TABLE sources (
                id INTEGER PRIMARY KEY,
                address TEXT NOT NULL UNIQUE,
                kind TEXT,                        -- how it publishes; empty until it was reached
                read_from TEXT,                   -- the address that this kind is read from
                named INTEGER NOT NULL,           -- 1 where an operator named it, 0 where the profile does
                visited_at TEXT,
                succeeded_at TEXT,                -- the last visit that came to its end
                failing_since TEXT,               -- the first visit that failed since then
                failures INTEGER NOT NULL DEFAULT 0, -- in a row
                next_visit_at TEXT,
                barred_until TEXT,                -- the server asked not to be visited before
                error TEXT                        -- of the last visit
            ) STRICT""",
            """CREATE TABLE source_documents (
                source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
                document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
                PRIMARY KEY (source_id, document_id)
            ) WITHOUT ROWID, STRICT""",
            "CREATE INDEX source_documents_by_document ON source_documents(document_id)",
            """CREATE TABLE fetch_memory (
                source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
                key TEXT NOT NULL,                -- what is remembered, such as a page's validators
                value TEXT NOT NULL,
                PRIMARY KEY (source_id, key)
            ) WITHOUT ROWID, STRICT""",
            """CREATE TABLE arrivals (
                issue_id INTEGER PRIMARY KEY REFERENCES issues(id) ON DELETE CASCADE,
                seen_at TEXT NOT NULL,            -- when the archive first had it
                is_news INTEGER NOT NULL          -- 0 for what came in a first visit or was published long before
            ) STRICT""",
            "CREATE INDEX arrivals_by_time ON arrivals(seen_at)",
        ),
    ),
    Migration(
        3,
        "the community",
        (
            """CREATE TABLE hash_key (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                key BLOB NOT NULL                 -- random; without it nobody can tell whose a vote is
            ) STRICT""",
            """CREATE TABLE votes (
                voter TEXT NOT NULL,              -- a keyed hash of the member's id
                question TEXT NOT NULL,           -- a keyed hash of the question
                cite TEXT NOT NULL,               -- of the item that was shown
                helpful INTEGER NOT NULL,
                day TEXT NOT NULL,                -- deleted after 90 days
                PRIMARY KEY (voter, question, cite)
            ) STRICT""",
            """CREATE TABLE unanswered (
                text TEXT NOT NULL,               -- of a question that found nothing; deleted after 30 days
                day TEXT NOT NULL,
                times INTEGER NOT NULL,
                PRIMARY KEY (text, day)
            ) STRICT""",
            """CREATE TABLE counts (
                day TEXT NOT NULL,
                what TEXT NOT NULL,               -- answered, unanswered, …
                times INTEGER NOT NULL,
                PRIMARY KEY (day, what)
            ) STRICT""",
            """CREATE TABLE states (
                key TEXT PRIMARY KEY,             -- in the id of a button whose question is too long for it
                state TEXT NOT NULL,
                day TEXT NOT NULL                 -- deleted after 30 days
            ) STRICT""",
            """CREATE TABLE servers (
                id INTEGER PRIMARY KEY,           -- Discord's
                keeps_questions INTEGER NOT NULL  -- 0 where the text of unanswered questions is not kept
            ) STRICT""",
        ),
    ),
    Migration(
        4,
        "the following",
        (
            """CREATE TABLE follows (
                channel INTEGER PRIMARY KEY,      -- Discord's id, as are server, role and started_by
                server INTEGER NOT NULL,
                section TEXT,                     -- empty: every section
                role INTEGER,                     -- pinged at each new issue
                started_by INTEGER,               -- told when posting fails; empty once that member is forgotten
                since TEXT NOT NULL,
                is_troubled INTEGER NOT NULL DEFAULT 0 -- 1 once that member was told of what fails now
            ) STRICT""",
            "CREATE INDEX follows_by_server ON follows(server)",
            """CREATE TABLE alerts (
                member INTEGER NOT NULL,          -- Discord's id: a direct message has to be sent
                words TEXT NOT NULL,
                since TEXT NOT NULL,
                PRIMARY KEY (member, words)
            ) STRICT""",
            """CREATE TABLE deliveries (
                recipient INTEGER NOT NULL,       -- a channel, or the member of an alert
                newsletter TEXT NOT NULL,
                issue TEXT NOT NULL,              -- its key
                named_in TEXT,                    -- the issue in whose message it is only named
                state TEXT NOT NULL,
                planned_at TEXT NOT NULL,
                tried_at TEXT,                    -- the first time; what was sent cannot be older
                attempts INTEGER NOT NULL DEFAULT 0,
                next_attempt_at TEXT NOT NULL,    -- nobody else tries before
                message INTEGER,                  -- Discord's id of what was sent
                PRIMARY KEY (recipient, newsletter, issue)
            ) STRICT""",
        ),
    ),
    Migration(
        5,
        "the servers",
        (
            "ALTER TABLE servers ADD COLUMN private INTEGER NOT NULL DEFAULT 0",  # 1 where answers are private
            "ALTER TABLE servers ADD COLUMN left_on TEXT",  # when the bot was put out; deleted 30 days after
            """CREATE TABLE mention_channels (
                server INTEGER NOT NULL REFERENCES servers(id) ON DELETE CASCADE,
                channel INTEGER NOT NULL,         -- one of those where mentions are answered
                PRIMARY KEY (server, channel)
            ) WITHOUT ROWID, STRICT""",
            """CREATE TABLE server_counts (
                day TEXT NOT NULL,                -- deleted after 90 days
                server INTEGER NOT NULL,          -- Discord's id; 0 in direct messages and where it is not known
                what TEXT NOT NULL,               -- answered, unanswered, …
                times INTEGER NOT NULL,
                PRIMARY KEY (day, server, what)
            ) WITHOUT ROWID, STRICT""",
            "INSERT INTO server_counts SELECT day, 0, what, times FROM counts",
            "DROP TABLE counts",
            "ALTER TABLE server_counts RENAME TO counts",
            """CREATE TABLE hours (
                day TEXT NOT NULL,                -- deleted after 90 days
                hour INTEGER NOT NULL,            -- in UTC
                times INTEGER NOT NULL,           -- of questions, of all servers together
                PRIMARY KEY (day, hour)
            ) WITHOUT ROWID, STRICT""",
            """CREATE TABLE server_unanswered (
                text TEXT NOT NULL,               -- of a question that found nothing; deleted after 30 days
                day TEXT NOT NULL,
                server INTEGER NOT NULL,          -- as in counts; those who manage it may read the text
                times INTEGER NOT NULL,
                PRIMARY KEY (text, day, server)
            ) STRICT""",
            "INSERT INTO server_unanswered SELECT text, day, 0, times FROM unanswered",
            "DROP TABLE unanswered",
            "ALTER TABLE server_unanswered RENAME TO unanswered",
            """CREATE TABLE told_troubles (
                trouble TEXT PRIMARY KEY,         -- a source that is not reached, a newsletter that is silent
                since TEXT NOT NULL               -- of the one that the operator was told of
            ) STRICT""",
        ),
    ),
    Migration(
        6,
        "questions counted once",
        (
            """CREATE TABLE counted (
                id TEXT PRIMARY KEY,              -- a keyed hash of the id of the message or interaction that asked
                day TEXT NOT NULL                 -- deleted the next day
            ) WITHOUT ROWID, STRICT""",
        ),
    ),
)
