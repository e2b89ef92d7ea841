# Telegram's command menu: plain text, 1 to 256 characters.
command-catalog = Choose a service
command-search = Find a service by a word
command-orders = My orders
command-balance = My wallet
command-topup = Add money
command-language = Choose a language
command-support = Write to us
command-help = How it works
command-cancel = Stop what you are typing

command-admin = Run the shop
command-publish = What is on sale
command-review = Orders that need a decision
command-providers = Providers and their balances
command-sync = Read the price lists now
command-credit = Add to a wallet: ID AMOUNT NOTE
command-debit = Take from a wallet: ID AMOUNT NOTE
command-customer = A customer: ID or @name
command-order = An order with its history: ID
command-markup = The markup in percent
command-second = A second provider for a service
command-ledger = Prove the ledger
