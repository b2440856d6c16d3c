"""Web servers on 127.0.0.1 that behave as the places where newsletters live do, faults among it."""

from tests.sources.servers.feeds import FeedSite
from tests.sources.servers.mailchimp import Mailchimp
from tests.sources.servers.site import Request, Site
from tests.sources.servers.substack import Substack
from tests.sources.servers.wordpress import WordPress

__all__ = ["FeedSite", "Mailchimp", "Request", "Site", "Substack", "WordPress"]
