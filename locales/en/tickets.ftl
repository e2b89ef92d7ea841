# Support: a customer's request and what was said about it.
support-ask =
    <b>Support</b>
    What is it about? Write to us right here; we answer in this chat.
support-elsewhere = You can also write to { $contact }.
support-which-order = Which order is it about? Tap it, or just write.
support-about-order = order #{ $order }
support-write =
    <b>{ $about }</b>
    Write what happened, or send a picture. Your next message reaches us.
support-write-on = Write, or send a picture: it is added to your request no. { $number }.
support-wants-words = Please send words or a picture.
support-taken =
    ✅ <b>Your request no. { $number } has reached us.</b>
    The answer comes into this chat. If you have more to say, just write on.
support-added = Added to your request no. { $number }.
support-open = <b>Your request no. { $number }</b> · { $topic }
support-closed = Your request no. { $number } is closed. Thank you!
support-you = You
support-us = Support

topic-order = An order
topic-payment = A payment
topic-other = Something else

tickets-open = { $count ->
        [one] <b>One open request</b>
       *[other] <b>{ $count } open requests</b>
    }
    ● waits for an answer
tickets-closed = <b>Closed requests</b>: { $count }
tickets-none-open = ✅ No open requests.
tickets-none-closed = No closed requests.
ticket-title = <b>Request no. { $number }</b> · { $topic }
ticket-customer = { $name } (<code>{ $id }</code>)
ticket-waits = Waits for an answer since { $date }
ticket-answered-last = Answered { $date }
ticket-closed = Closed { $date }
ticket-earlier = <i>Earlier messages: { $count }</i>
ticket-line =
    <b>{ $who }</b> · { $time }
    { $text }
ticket-about = { $about }
ticket-said = { $text }
ticket-picture = 🖼 Request no. { $number } · { $date }
ticket-we = We
ticket-ask-answer =
    Your answer to { $name }, request no. { $number }: words or a picture.
    It comes from the shop; your name is not shown.
ticket-answered = ✅ Sent. Request no. { $number } stays open until it is closed.

notice-ticket-answered = 💬 <b>Answer to your request no. { $ticket_id }</b>
notice-ticket-closed =
    Your request no. { $ticket_id } is closed.
    If something is left, write on: it opens again.
notice-admin-ticket-message = 💬 <b>Request no. { $ticket_id }</b> · { $name } (<code>{ $customer_id }</code>)

button-support = Support
button-tickets = Requests
button-ticket = Request no. { $number }
button-no-order = It is about no order
button-reply = Reply
button-close = Close
button-reopen = Open again
button-pictures = 🖼 Pictures
button-ticket-write = Write on
button-ticket-done = Solved, close it
button-ticket-again = Write again
button-tickets-closed = Closed ones
button-tickets-open = Open ones

command-tickets = Customers' requests
error-ticket = I can't find this request.
error-ticket-full = This request has grown too long. Please close it and open a new one with /support.
error-ticket-another-open = The customer has an open request already: no. { $ticket_id }.
