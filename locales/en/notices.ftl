# Messages that come by themselves.
notice-order-card = <b>Order #{ $order }</b> · { $mark } { $state }
notice-order-finished = { $mark } <b>Order #{ $order }: { $state }</b>
notice-order-corrected = { $mark } <b>Order #{ $order } was corrected: { $state }</b>
notice-order-rejected = { $mark } <b>Order #{ $order }: { $state }</b>
notice-order-being-checked = { $mark } <b>Order #{ $order }: { $state }</b>
notice-delivered = { $delivered } of { $quantity } delivered, remains { $remains }.
notice-given-back = <b>{ $amount }</b> given back.
notice-wallet = In your wallet now: { $balance }
notice-wallet-credited = 💳 <b>{ $amount }</b> added to your wallet.
notice-wallet-debited = <b>{ $amount }</b> taken off your wallet.
notice-note = “{ $note }”
notice-refill-changed = <b>Order #{ $order }</b>
notice-cancel-changed = <b>Order #{ $order }</b>

notice-admin-order-unknown =
    🔎 <b>Order #{ $order_id } needs a decision</b>
    Nobody knows whether { $provider } has it: { $error }
    { $service_name } · { $charge }, held. It is not sent again by itself.
notice-admin-order-rejected =
    <b>Order #{ $order_id } was refused by { $provider }</b>
    { $service_name }
    { $error }
    The customer has the money back.
notice-admin-order-missing =
    <b>Order #{ $order_id } is missing at { $provider }</b>
    Its id there, { $provider_order_id }, is not known any more. It is asked for again and again; please ask the provider.
notice-admin-unknown-word =
    <b>{ $provider } uses a word that nobody knows</b>: “{ $word }”
    Seen on order #{ $order_id }. Its state stays as it was, and it is asked for again.
notice-admin-provider-down =
    <b>{ $provider } doesn't answer</b>
    { $error }
    Its services are not sold meanwhile.
notice-admin-provider-back = <b>{ $provider } answers again.</b> Its services are sold again.
notice-admin-first-sync =
    <b>The price list of { $provider } is here</b>
    Nothing of it is on sale until you choose.
notice-admin-sync-report = <b>Price list of { $provider }</b>
notice-admin-update-parked =
    <b>A message could not be handled</b> (update { $update_id }) and was put aside.
    { $error }
notice-admin-ledger-broken =
    ⚠️ <b>The ledger does not add up</b>
    Please stop selling and look at this first.
notice-admin-order-evidence = 🔎 <b>Order #{ $order_id }</b>: what can be found out at { $provider }
