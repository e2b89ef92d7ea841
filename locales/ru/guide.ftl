# Путь от токена до первой услуги в продаже.
button-guide = Как открыть магазин
guide-title =
    <b>Откроем магазин</b>
    Шесть шагов, у каждого своя кнопка. Следующий — сверху; готовое отмечается само.
guide-open =
    🎉 <b>Магазин открыт</b>
    Покупатели уже могут заказывать.
guide-done = ✅
guide-left = ⬜
guide-step-provider = { $mark } <b>1. Поставщик</b>
guide-provider-none = Не задан. В .env: <code>PROVIDER_URL=https://provider.example/api/v2</code> и <code>PROVIDER_KEY=ваш-ключ</code>, затем перезапустите бота.
guide-provider-ok = { $name } отвечает · баланс { $balance } · услуг: { $services }
guide-provider-same = Валюта та же, что у магазина: { $shop }
guide-provider-nameless = Валюту он не называет, поэтому цены считаются в { $shop }. Если это не так, назовите её в .env: <code>"currency": "EUR"</code> в PROVIDERS.
guide-provider-rate = Его валюта: 1 { $currency } = { $rate } { $shop }, из EXCHANGE_RATES в .env
guide-provider-no-rate = { $name } отвечает, но цены у него в { $currency }. В .env: <code>EXCHANGE_RATES={"{"}"{ $currency }": "1.08"{"}"}</code> (сколько это в { $shop }), затем перезапустите бота.
guide-provider-waits = { $name }: ждём ответа. Нажмите «Обновить» через минуту.
guide-provider-error = { $name } отвечает не так, как нужно: { $error }. Верны ли PROVIDER_URL и PROVIDER_KEY?
guide-step-markup = { $mark } <b>2. Наценка</b>: { $percent }% сверх цен поставщика
guide-step-publish = { $mark } <b>3. Что продаётся</b>: { $on } из { $total } услуг
guide-step-terms = { $mark } <b>4. Условия</b>, которые принимают покупатели; можно и позже
guide-step-ways = { $mark } <b>5. Способы оплаты</b>: { $ways }
guide-ways-none = пока нет, зачислить можете только вы через /credit
guide-step-order = { $mark } <b>6. Первый заказ</b>: { $count ->
        [0] пока нет
       *[other] всего { $count }
    }
guide-next = ➡️ { $step }
guide-try =
    Станьте первым покупателем: выберите услугу, пополните баланс, закажите.
    Остальные придут по этой ссылке: { $link }
guide-way-stars = Telegram Stars
guide-way-crypto = Crypto Pay
guide-way-manual = Перевод
guide-markup = Сейчас наценка { $percent }%. Какой она будет? Перед изменением вы увидите пример.
guide-terms-set = Версия { $version }: её принимают при первом /start, и она записывается с каждым заказом.
guide-terms =
    За то, что вы продаёте, отвечаете вы: напишите условия, выложите их на страницу и назовите её в .env:
    <code>TERMS_URL=https://shop.example/terms</code>
    <code>TERMS_VERSION=1</code>
    Затем перезапустите бота. Новую версию каждый покупатель примет заново.
guide-ways = <b>Способы оплаты</b>: каждый включается строкой в .env, затем перезапустите бота.
guide-way = { $mark } <b>{ $way }</b>
guide-way-stars-line =
    Сколько Stars стоит единица вашей валюты:
    <code>STARS_PER_UNIT=77</code>
    Для цифровых товаров Telegram требует Stars.
guide-way-crypto-line =
    Токен, который @CryptoBot выдаёт в разделе Crypto Pay:
    <code>CRYPTO_PAY_TOKEN=12345:ваш-токен</code>
guide-way-manual-line =
    Куда переводить; покупатель пришлёт подтверждение, а вы его одобрите:
    <code>MANUAL_PAYMENT=Перевод на счёт 0000 0000</code>
guide-way-by-hand = И всегда: <code>/credit ID СУММА</code> зачисляет вручную.

button-guide-provider = 1. Поставщик
button-guide-markup = 2. Наценка
button-guide-publish = 3. Товары
button-guide-terms = 4. Условия
button-guide-ways = 5. Оплата
button-markup-other = Другой процент
