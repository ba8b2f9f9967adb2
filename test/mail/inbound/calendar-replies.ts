import { bytes } from './corpus/builders.js';

/** What a reply says; the rest of it is its program's form. */
export interface Reply {
  readonly uid: string;
  readonly sequence: number;
  /** `20310106T090000Z` */
  readonly begins: string;
  readonly partstat: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE';
  readonly attendee: string;
  /** Who sends the mail; absent: the attendee. */
  readonly from?: string;
  readonly organiser: string;
  readonly headers?: string;
}

let nth = 0;
const head = ({ from, attendee, organiser, headers = '' }: Reply, subject: string) =>
  `From: Ada Lovelace <${from ?? attendee}>
To: <${organiser}>
Subject: ${subject}
Message-ID: <reply.${++nth}@customer.example>
Date: Tue, 24 Nov 2026 10:15:00 +0100
MIME-Version: 1.0
${headers}`;

const base64 = (text: string) =>
  (
    Buffer.from(text.replace(/\n/g, '\r\n'))
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n');

/** Lines are folded where Google folds them: in the midst of a name. */
const google = (reply: Reply): Buffer => {
  const calendar = `BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:${reply.begins}
DTEND:20310106T103000Z
DTSTAMP:20261124T091500Z
ORGANIZER;CN=Rita Rep:mailto:${reply.organiser}
UID:${reply.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${reply.partstat};CN=Ada
  Lovelace;X-NUM-GUESTS=0:mailto:${reply.attendee}
CREATED:20261124T080000Z
LAST-MODIFIED:20261124T091459Z
SEQUENCE:${reply.sequence}
STATUS:CONFIRMED
SUMMARY:Visit
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
`;
  return bytes(`${head(reply, 'Accepted: Visit @ Mon Jan 6, 2031')}Sender: Google Calendar <calendar-notification@google.com>
Content-Type: multipart/mixed; boundary="m1"

--m1
Content-Type: multipart/alternative; boundary="a1"

--a1
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

${base64('Ada Lovelace has replied to this invitation.\n')}
--a1
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<p>Ada Lovelace has replied to this invitation.</p>
--a1
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

${calendar}
--a1--
--m1
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

${base64(calendar)}
--m1--
`);
};

/** Times on its own wall clock, `MAILTO` in capitals, an alarm with an attendee of none, and all in base64. */
const outlook = (reply: Reply): Buffer =>
  bytes(`${head(reply, 'Accepted: Visit')}Thread-Topic: Visit
X-MS-Has-Attach:
Content-Type: multipart/alternative; boundary="_000_o1"

--_000_o1
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable


--_000_o1
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: base64

${base64(`BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=${reply.partstat};CN="Lovelace, Ada":MAILTO:${reply.attendee.toUpperCase()}
COMMENT;LANGUAGE=en-US:\\n
UID:${reply.uid}
SUMMARY;LANGUAGE=en-US:Accepted: Visit
DTSTART;TZID=W. Europe Standard Time:20310106T100000
DTEND;TZID=W. Europe Standard Time:20310106T113000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20261124T091500Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:${reply.sequence}
LOCATION;LANGUAGE=en-US:
X-MICROSOFT-CDO-APPT-SEQUENCE:${reply.sequence}
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=START:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
`)}
--_000_o1--
`);

/** A file beside a sentence; the address stands in a parameter too. */
const apple = (reply: Reply): Buffer =>
  bytes(`${head(reply, 'Ada Lovelace accepted the invitation to "Visit"')}X-Mailer: iPhone Mail (23A341)
Content-Type: multipart/mixed; boundary="Apple-Mail-1"

--Apple-Mail-1
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

Ada Lovelace has answered the invitation.
--Apple-Mail-1
Content-Disposition: attachment; filename=iCal-20261124-101500.ics
Content-Type: text/calendar; method=REPLY; x-unix-mode=0644; name="iCal-20261124-101500.ics"
Content-Transfer-Encoding: quoted-printable

${`BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:REPLY
PRODID:-//Apple Inc.//iOS 26.0//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Ada Lovelace";CUTYPE=INDIVIDUAL;EMAIL="${reply.attendee}";PARTSTAT=${reply.partstat}:mailto:${reply.attendee}
DTEND:20310106T103000Z
DTSTAMP:20261124T091500Z
DTSTART:${reply.begins}
ORGANIZER;CN="Rita Rep":mailto:${reply.organiser}
SEQUENCE:${reply.sequence}
SUMMARY:Visit
UID:${reply.uid}
END:VEVENT
END:VCALENDAR`.replace(/=/g, '=3D')}
--Apple-Mail-1--
`);

export const FORMS = { google, outlook, apple };
