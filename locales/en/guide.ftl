# The way from a token to the first service on sale.
button-guide = How to open the shop
guide-title =
    <b>Let's open the shop</b>
    Six steps, each with its button. The next one stands on top; this list ticks itself off.
guide-open =
    🎉 <b>The shop is open</b>
    Customers can order now.
guide-done = ✅
guide-left = ⬜
guide-step-provider = { $mark } <b>1. Provider</b>
guide-provider-none = None is set. In .env: <code>PROVIDER_URL=https://provider.example/api/v2</code> and <code>PROVIDER_KEY=your-key</code>, then start the bot anew.
guide-provider-ok = { $name } answers · balance { $balance } · services: { $services }
guide-provider-same = Its currency is the shop's: { $shop }
guide-provider-nameless = It names no currency, so its prices count as { $shop }. If that is wrong, name it in .env: <code>"currency": "EUR"</code> in PROVIDERS.
guide-provider-rate = Its currency: 1 { $currency } = { $rate } { $shop }, from EXCHANGE_RATES in .env
guide-provider-no-rate = { $name } answers, but keeps its prices in { $currency }. In .env: <code>EXCHANGE_RATES={"{"}"{ $currency }": "1.08"{"}"}</code> (what one costs in { $shop }), then start the bot anew.
guide-provider-waits = { $name } is being asked. Tap Refresh in a moment.
guide-provider-error = { $name } can't be reached, or refuses: { $error }. Are PROVIDER_URL and PROVIDER_KEY right?
guide-step-markup = { $mark } <b>2. Markup</b>: { $percent }% over the provider's prices
guide-step-publish = { $mark } <b>3. What is sold</b>: { $on } of { $total } services
guide-step-terms = { $mark } <b>4. Terms</b> that customers accept; they can come later
guide-step-ways = { $mark } <b>5. Ways to pay</b>: { $ways }
guide-ways-none = none yet, only you can add money with /credit
guide-step-order = { $mark } <b>6. The first order</b>: { $count ->
        [0] none yet
       *[other] { $count } so far
    }
guide-next = ➡️ { $step }
guide-try =
    Be your first customer: choose a service, top up your wallet, order.
    Others come by this link: { $link }
guide-way-stars = Telegram Stars
guide-way-crypto = Crypto Pay
guide-way-manual = Transfer
guide-markup = The markup is { $percent }% now. How much shall it be? You will see an example before anything changes.
guide-terms-set = Version { $version } is accepted with the first /start and kept with every order.
guide-terms =
    What you sell is yours to answer for: write down your terms, put them on a page, and name it in .env:
    <code>TERMS_URL=https://shop.example/terms</code>
    <code>TERMS_VERSION=1</code>
    Then start the bot anew. A new version asks every customer once more.
guide-ways = <b>Ways to pay</b>: each is turned on by a line in .env, then start the bot anew.
guide-way = { $mark } <b>{ $way }</b>
guide-way-stars-line =
    How many Stars one unit of your currency costs:
    <code>STARS_PER_UNIT=77</code>
    Telegram asks for Stars where digital goods are sold.
guide-way-crypto-line =
    The token that @CryptoBot gives you under Crypto Pay:
    <code>CRYPTO_PAY_TOKEN=12345:your-token</code>
guide-way-manual-line =
    Where to send the money; customers send a proof, and you approve it:
    <code>MANUAL_PAYMENT=Send to account 0000 0000</code>
guide-way-by-hand = And always: <code>/credit ID AMOUNT</code> adds to a wallet by hand.

button-guide-provider = 1. Provider
button-guide-markup = 2. Markup
button-guide-publish = 3. What is sold
button-guide-terms = 4. Terms
button-guide-ways = 5. Ways to pay
button-markup-other = Another percent
