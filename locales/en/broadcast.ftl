# One message to many.
broadcast-ask =
    <b>A message to your customers</b>
    Send the text or the picture as your next message, with bold, links and all. You see it first as they will; nothing goes out until you confirm.
broadcast-newest = The one before, no. { $number }: { $state }.
broadcast-wants-words = Please send a text or one picture (with words under it, if you like).
broadcast-whom =
    ⬆️ <b>This is how it will look.</b>
    Who shall get it? The number says how many people that is now.
broadcast-nobody = Nobody belongs there now: { $segment }.
broadcast-sure = { $count ->
        [one] Send it to <b>one person</b> ({ $segment })?
       *[other] Send it to <b>{ $count } people</b> ({ $segment })?
    } It takes about { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }; what was sent can't be taken back.
broadcast-dropped = Dropped. Nobody has got it.
broadcast-title = <b>Message no. { $number }</b> · { $state }
broadcast-state-draft = not sent
broadcast-state-running = being sent
broadcast-state-stopped = stopped
broadcast-state-done = sent
broadcast-sent = Have it: { $sent } of { $total }
broadcast-unreachable = Have blocked the bot: { $count }
broadcast-failed = Could not be reached: { $count }
broadcast-to = To: { $segment }

segment-all = everybody
segment-buyers = who has bought
segment-inactive = not here for 30 days
segment-language = speaks { $language }

notice-admin-broadcast-done =
    📣 <b>Message no. { $broadcast_id } is out</b>
    It took { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }.

button-broadcast = Message to many
button-broadcast-new = Write another one
button-broadcast-open = Message no. { $number }
button-segment = { $name } · { $count }
button-stop = Stop
button-go-on = Go on with the rest

audit-broadcast = message to many,

command-broadcast = A message to all customers, or to some
error-broadcast = I can't find this message any more.
error-broadcast-begun = This message has been sent already. Write a new one with /broadcast.
