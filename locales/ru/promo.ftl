# Промокоды и приглашения.
usage-promo = Отправьте свой промокод, например: <code>/promo SPRING</code>
usage-promo-new =
    Код, что он даёт, сколько раз (если не сказано, один), на сколько дней.
    Например: <code>/promo_new SPRING 5 100</code> даёт по 5 ста покупателям,
    <code>/promo_new TEN 10% 50 7</code> добавляет 10% к следующему пополнению пятидесяти покупателей в течение недели.

promo-given = 🎁 { $amount } ваши: они уже на балансе.
promo-waits = 🎁 К следующему пополнению добавится { $percent }%: /topup
promo-preview = Создать промокод <b>{ $code }</b>?
promo-gives-amount = Он сразу даёт { $amount }.
promo-gives-percent = Он добавляет { $percent }% к следующему пополнению.
promo-uses = { $uses ->
        [one] Его может использовать { $uses } покупатель, один раз.
        [few] Его могут использовать { $uses } покупателя, по одному разу.
       *[other] Его могут использовать { $uses } покупателей, по одному разу.
    }
promo-costs = Это обойдётся не дороже { $amount }.
promo-days = { $days ->
        [one] Действует { $days } день.
        [few] Действует { $days } дня.
       *[other] Действует { $days } дней.
    }
promo-for-ever = Действует, пока не будет использован весь.
promo-made = ✅ Промокод <code>{ $code }</code> можно использовать.

referral =
    <b>Пригласите друга</b>
    Вы получаете { $percent }% от каждого пополнения тех, кто придёт по вашей ссылке, на свой баланс:
    { $link }
referral-counts = Пришло: { $count } · заработано: <b>{ $amount }</b>
referral-off = В этом магазине нет наград за приглашения.

error-promo-code-characters = В промокоде от 3 до 32 букв, цифр, знаков - или _.
error-promo-unknown = Такого промокода нет.
error-promo-used = Вы уже использовали этот промокод.
error-promo-over = Этот промокод больше не действует.
error-promo-used-up = Этот промокод использован весь.
error-promo-another-waits = Один ваш промокод уже ждёт следующего пополнения: /topup
error-promo-percent = Процент — число больше 0, но не больше 100.
error-promo-numbers = Использований от 1 до { $max_uses }, дней от 1 до { $max_days }.
error-promo-taken = Промокод с таким именем уже есть.

command-promo = Использовать промокод
command-referral = Пригласить друга
command-promo_new = Создать промокод: КОД СУММА|ПРОЦЕНТ% РАЗЫ ДНИ
