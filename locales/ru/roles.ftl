# Роли, лимиты, журнал изменений, обслуживание.
role-owner = владелец
role-manager = менеджер
role-support = поддержка

right-look = смотреть покупателей, заказы и поставщиков
right-help = вести заметки, писать покупателям, отвечать на обращения
right-decide = решать судьбу неясных заказов
right-money = проводить деньги: зачисления, списания, возвраты, платежи, коды
right-ban = закрывать покупателям новые заказы
right-shelf = выбирать, что продаётся и как называется
right-price = назначать наценки
right-reach = делать рассылки
right-report = смотреть статистику и выгрузки
right-close = закрывать магазин на обслуживание
right-rule = раздавать роли и лимиты, смотреть, что менялось

usage-role =
    Кому и какую роль: owner, manager, support или none.
    Например: <code>/role 123456789 manager</code>. Без слов — список тех, у кого есть роль.
usage-cap =
    Сколько один менеджер может зачислить за день, вместе с возвратами и промокодами?
    Например: <code>/cap 100</code>, без ограничения — <code>/cap off</code>. Без слов — что назначено сейчас.
usage-maintenance = Включить или выключить? Например: <code>/maintenance on</code>

roles-title = <b>Кто ведёт магазин</b>
roles-line = { $name } (<code>{ $id }</code>): { $role }
roles-line-settings = { $name } (<code>{ $id }</code>): { $role }, из ADMIN_IDS
roles-nameless = ещё не писал боту
roles-table = Что кому можно:
roles-of = <b>{ $role }</b>: { $rights }
roles-all = всё
roles-all-but = всё, кроме этого: { $rights }
roles-granted = ✅ { $name } (<code>{ $id }</code>): теперь { $role }.
roles-taken = ✅ У { $name } (<code>{ $id }</code>) больше нет роли.

cap-none = Менеджер может зачислять сколько угодно. <code>/cap 100</code> назначит лимит на день.
cap-set = Один менеджер может зачислить до <b>{ $cap }</b> в день, вместе с возвратами и промокодами.

maintenance-is-on = 🔧 Магазин закрыт на обслуживание. Покупатели могут смотреть, но не заказывать; открытые заказы выполняются.
maintenance-is-off = ✅ Магазин открыт.
maintenance-banner = 🔧 Мы ненадолго занялись магазином. Смотреть можно, заказы скоро снова откроются. То, что уже заказано, выполняется.

audit-title = <b>Что менялось</b> · всего { $count }
audit-none = Пока ничего не менялось.
audit-line = <code>{ $time }</code> { $actor }: { $what } { $subject }
audit-moved = { $before } → { $after }
audit-after = → { $after }
audit-shop = сам магазин

audit-role = роль
audit-cap = лимит менеджеров на день
audit-credit = зачисление
audit-debit = списание
audit-refund = возврат по заказу
audit-markup = наценка
audit-publish = в продаже:
audit-unpublish = снято с продажи:
audit-below-cost = продажа остановлена, ниже себестоимости:
audit-words = название или описание
audit-deny = запрещено:
audit-allow = снова разрешено:
audit-second = второй поставщик
audit-decide = решение по заказу
audit-ban = закрыты новые заказы:
audit-unban = снова открыты заказы:
audit-note = заметка о
audit-message = сообщение для
audit-maintenance = обслуживание
audit-forget = удалены данные

error-role = Ваша роль этого не позволяет. Изменить это может владелец.
error-owner-by-settings = Это владелец из ADMIN_IDS: изменить это можно только в настройках.
error-cap-reached = Это больше вашего лимита на сегодня: осталось { $left } из { $cap }. У владельца лимита нет.
error-cap-percent = Сколько будет стоить код с процентом, зависит от пополнений, поэтому, пока у менеджеров есть лимит, такой код создаёт только владелец.
error-own-payment = Это ваш собственный платёж: по нему решает владелец или кто-то другой.
error-maintenance = 🔧 Мы ненадолго занялись магазином, поэтому новые заказы пока не принимаются. Ничего не списано. Открытые заказы выполняются; попробуйте, пожалуйста, чуть позже.

command-role = Роли: ID owner|manager|support|none
command-cap = Сколько менеджер может зачислить за день
command-audit = Что менялось и кем
command-maintenance = Ненадолго закрыть магазин: on|off
command-stuck = Заказы, которые выполняются слишком долго
command-deny = Что никогда не продаётся: слова и сайты
command-ban = Закрыть покупателю новые заказы: ID
command-unban = Снова открыть покупателю заказы: ID

button-roles = Роли
button-audit = Что менялось
button-maintenance = Обслуживание
button-close-shop = Закрыть на обслуживание
button-open-shop = Открыть магазин
