# Promo codes and referrals.
usage-promo = Send your code, for example: <code>/promo SPRING</code>
usage-promo-new =
    A code, what it gives, how often it can be used (1 if not said), for how many days.
    For example: <code>/promo_new SPRING 5 100</code> gives 5 each to a hundred customers,
    <code>/promo_new TEN 10% 50 7</code> adds 10% to the next top-up of fifty customers within a week.

promo-given = 🎁 { $amount } are yours: they are in your wallet.
promo-waits = 🎁 Your next top-up gets { $percent }% on top: /topup
promo-preview = Make the code <b>{ $code }</b>?
promo-gives-amount = It gives { $amount } at once.
promo-gives-percent = It adds { $percent }% to the next top-up.
promo-uses = { $uses ->
        [one] It can be used once.
       *[other] It can be used by { $uses } customers, once each.
    }
promo-costs = It can cost { $amount } at most.
promo-days = { $days ->
        [one] It holds for a day.
       *[other] It holds for { $days } days.
    }
promo-for-ever = It holds until it is used up.
promo-made = ✅ The code <code>{ $code }</code> can be used.

referral =
    <b>Bring a friend</b>
    You get { $percent }% of every top-up of those who come by your link, in your wallet:
    { $link }
referral-counts = Came so far: { $count } · earned: <b>{ $amount }</b>
referral-off = This shop has no rewards for bringing friends.

error-promo-code-characters = A code has 3 to 32 letters, digits, - or _.
error-promo-unknown = There is no such code.
error-promo-used = You have used this code already.
error-promo-over = This code is not valid any more.
error-promo-used-up = This code has been used up.
error-promo-another-waits = A code of yours waits for your next top-up already: /topup
error-promo-percent = The percent is a number above 0, up to 100.
error-promo-numbers = Uses go from 1 to { $max_uses }, days from 1 to { $max_days }.
error-promo-taken = There is a code of this name already.

command-promo = Use a promo code
command-referral = Bring a friend
command-promo_new = Make a promo code: CODE AMOUNT|PERCENT% USES DAYS
