"""Who a person on a list belongs to: the domain of an address, the folded name of a company."""

from __future__ import annotations

import re
from typing import Final

from planning.actuals.words import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FREE_MAIL: Final = _words(
    """
    gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de hotmail.co.uk
    hotmail.fr hotmail.es hotmail.it live.com live.de live.nl live.co.uk msn.com
    yahoo.com yahoo.de yahoo.co.uk yahoo.fr yahoo.es yahoo.it yahoo.co.jp yahoo.co.in ymail.com
    rocketmail.com aol.com aol.de icloud.com me.com mac.com proton.me protonmail.com
    protonmail.ch pm.me tutanota.com tutanota.de tuta.io gmx.de gmx.net gmx.com gmx.at gmx.ch
    gmx.org web.de t-online.de freenet.de arcor.de online.de posteo.de posteo.net mailbox.org
    mail.com mail.de email.de email.com email.cz seznam.cz mail.ru bk.ru list.ru inbox.ru
    yandex.ru yandex.com ya.ru rambler.ru qq.com 163.com 126.com sina.com naver.com daum.net
    hanmail.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it
    alice.it tin.it ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl telenet.be skynet.be
    proximus.be bluewin.ch hispeed.ch sunrise.ch chello.at aon.at telefonica.net terra.es
    sapo.pt wp.pl o2.pl onet.pl interia.pl btinternet.com sky.com talktalk.net virginmedia.com
    comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net rogers.com
    shaw.ca telus.net bigpond.com optusnet.com.au hey.com fastmail.com fastmail.fm zoho.com
    telia.com online.no uol.com.br bol.com.br terra.com.br rediffmail.com duck.com
    """
)
"""Domains anybody may have an address of: they say nothing about a company."""

_SCHEME: Final = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NAME: Final = re.compile(r"^(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?$")
_LEGAL: Final = _words(
    """
    gmbh ag kg ohg ug se mbh co kgaa eg ev ek gbr inc incorporated corp corporation company llc
    llp lp ltd limited plc pty sa sas sarl srl spa sl slu bv nv vof oy oyj ab as asa aps ks
    sro spzoo kft zrt doo pvt pte
    """
)
_PLAIN_PARTS: Final = 2


def domain_of(text: str) -> str | None:
    """Return the domain of an e-mail address or a website, None where it holds none.

    Example:
        >>> domain_of("Ada <ada@Mail.Example.com>"), domain_of("https://www.example.com/about")
        ('mail.example.com', 'example.com')
        >>> domain_of("Ada"), domain_of("ada@localhost")
        (None, None)
    """
    found = text.strip().strip("<>\"'").casefold()
    if "@" in found and not _SCHEME.match(found):
        found = found.rsplit("@", 1)[1]
    found = re.split(r"[/?#\s>,;\"']", _SCHEME.sub("", found), maxsplit=1)[0]
    found = found.rsplit("@", 1)[-1].split(":", 1)[0].strip(".")
    found = found.removeprefix("www.")
    parts = found.split(".")
    if len(parts) < _PLAIN_PARTS or not all(map(_NAME.match, parts)) or parts[-1].isdigit():
        return None
    return found


def wider(domain: str) -> tuple[str, ...]:
    """Return a domain and those it lies in, down to two names.

    Example:
        >>> wider("mail.eu.example.com")
        ('mail.eu.example.com', 'eu.example.com', 'example.com')
    """
    parts = domain.split(".")
    return tuple(".".join(parts[at:]) for at in range(max(len(parts) - 1, 1)))


def company_of(text: str) -> str:
    """Return a company's name as names are compared: without case, signs and legal form.

    Example:
        >>> company_of("Müller & Söhne GmbH & Co. KG"), company_of("MÜLLER + SÖHNE")
        ('müllersöhne', 'müllersöhne')
        >>> company_of("AG"), company_of("...")
        ('ag', '')
    """
    words = [fold(word) for word in re.split(r"[\s,/&+()-]+", text)]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return "".join(words)
