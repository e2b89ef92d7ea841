"""Wordings in other languages: orders, links that have one already, the account and its money."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words_abroad import BAD, BAD_AFTER, KEY, LINK, MONEY, NOT_THERE

_ANOTHER = rf"(\bya\b|\bja\b|existe|tiene|\btem\b|possui|\bhay\b|otr[oa]|outr[oa]|\bune?\b|\buma?\b|{LINK})"
"""Says that the order spoken of is another than this one."""

RULES: tuple[tuple[K, str], ...] = (
    (
        K.REFILL_NOT_ALLOWED,
        (
            r"bao hanh|(рефилл|докрут)\w*.*(недоступ|невозмож|нельзя)|(недоступ|невозмож|нельзя).*(рефилл|докрут)"
            r"|telafi.*(edilemez|yok|(mumkun|mevcut) degil|kapali)"
            r"|reposi(cao|cion)\b.*\b(nao|no|indispon\w*)\b|不支持补|إعادة التعبئة"
        ),
    ),
    (
        K.CANCEL_ALREADY_REQUESTED,
        (
            r"(уже|ранее) .*отмен\w*|отмен\w* .*(уже|ранее)|iptal .*(zaten|daha once)|zaten .*iptal"
            r"|(dang trong qua trinh|da (duoc |bi )?|yeu cau )huy.*(truoc do|roi)|dang trong qua trinh huy"
            r"|(ya|ja) .*(cancelaci[oó]n|cancelad[oa]|cancelamento)|طلب الإلغاء (قيد|سابق|موجود)|(مسبقا|بالفعل) .*إلغاء"
        ),
    ),
    (
        K.CANCEL_NOT_ALLOWED,
        (
            r"(нельзя|невозможно) отменить|iptal edilemez|khong (the|ho tro) huy|da bi huy|no se puede cancelar"
            r"|nao pode ser cancelad|tidak (dapat|bisa) dibatalkan|لا يمكن إلغاء|无法取消"
        ),
    ),
    (
        K.ORDER_NOT_FOUND,
        (
            rf"(заказ|замовлення|siparis|don hang|pedido|pesanan|orden|commande|buyurtma|订单|الطلب"
            rf"|سفارش) ?{NOT_THERE}|{BAD} (заказ|id заказа|номер заказа|siparis\w*|pedido|pesanan)"
        ),
    ),
    (
        K.DUPLICATE_ACTIVE_ORDER,
        (
            rf"{LINK}.*(дублир\w*|повторя\w*|tekrar\w* edil\w*|duplicad[oa])|дубл(ь|икат)|(активн\w*"
            rf"|незаверш[её]нн\w*|действующ\w*|текущ\w*) заказ|заказ .*(уже|еще) .*ссылк"
            rf"|{LINK}.*уже|уже .*{LINK}"
            rf"|(gonderim|siparis)i? olan .*yeni (bir )?siparis"
            rf"|(aktif|devam eden|tamamlanmamis|bekleyen) (bir )?siparis|{LINK}.*zaten|zaten .*{LINK}|(đang có"
            rf"|da co|dang co) .*(don|{LINK})|don hang (truoc|cu) (dang|chua)"
            rf"|^(?=.*{_ANOTHER}).*\b(pedido|orden|ordem) (activ[oa]|ativ[oa]|pendiente|pendente|en curso"
            rf"|em andamento)\b|ya (existe|tiene) .*{LINK}|ja (existe|tem|possui"
            rf"|ha) .*({LINK}|pedido)"
            rf"|(pesanan|order) (aktif|yang sama|yang sedang).*|{LINK}.*(sudah|masih)|masih ada (pesanan"
            rf"|order)|commande (active|en cours).*|aktive bestellung|طلب (نشط|قائم|سابق|اخر|فعال)|(?<!ال)طلب قيد|(重复"
            rf"|已有).*(订单|链接)|faol buyurtma|سفارش فعال"
        ),
    ),
    (
        K.AUTH,
        (
            rf"{BAD} ((api|апи) )?{KEY}|{KEY}( api)?( khong)? ?({BAD_AFTER})|{KEY} .*(недейств\w*|истек"
            rf"|отключ\w*|заблокир\w*)|({KEY}|ключ api) (не|нет)|не ?авторизован\w*|ошибка авторизации|yetkisiz"
            rf"|khoa api|ma api|api key khong|доступ .*запрещ\w*"
            rf"|запрещ\w* доступ|صلاحية المفتاح|no autorizado|nao autorizado|tidak berwenang"
            rf"|non autorise|nicht autorisiert"
        ),
    ),
    (
        K.ACCOUNT_DISABLED,
        (
            r"(аккаунт|пользователь|учетная запись|акаунт) .*(заблокирован|отключ|приостановлен|неактив|забанен)"
            r"|hesab\w* .*(askiya|engellen|kapali|pasif|yasakl|devre disi)|tai khoan .*(bi khoa|bi chan"
            r"|khong hoat dong)|cuenta .*(suspendida|bloqueada|desactivada)|conta .*(suspensa|bloqueada"
            r"|desativada)|akun .*(diblokir|ditangguhkan|nonaktif|tidak aktif|disuspend)|compte .*(suspendu"
            r"|bloque|desactive)|konto .*(gesperrt|deaktiviert)|الحساب .*(معطل|محظور|موقوف)|حسابك .*(معطل|محظور"
            r"|موقوف)|账户.*(禁用|冻结|封)"
        ),
    ),
    (
        K.INSUFFICIENT_FUNDS,
        (
            rf"(недостаточно|не ?хватает|нехватка|нет|мало|недостатньо|бракує) .*{MONEY}"
            rf"|{MONEY} .*(недостаточ\w*|мало|исчерпан)|пополните .*(баланс|сч[её]т)|yetersiz {MONEY}"
            rf"|{MONEY}.*(yetersiz|yeterli degil|yetmiyor|yok)|yeterli {MONEY}.*(yok|degil|bulunm\w*)|(khong du"
            rf"|het) (so du|tien)|so du .*(khong du|thap|khong)"
            rf"|{MONEY} (insuficiente\w*|insuffisant|nicht ausreichend|no es suficiente|baixo|bajo)"
            rf"|(insuficiente\w*|insuffisants?|unzureichendes|sin|sem) {MONEY}|{MONEY}.*(tidak cukup"
            rf"|tidak mencukupi|kurang|habis|yetarli emas|yetmaydi)|no (hay|tiene|tienes) (suficiente\w*|saldo"
            rf"|fondos)\w*|nicht genug|pas assez de|余额不足|余额不够|资金不足|{MONEY}.*(غير كاف\w*|لا يكفي|كافي نیست"
            rf"|کافی نیست|ناكاف\w*)|(لا يوجد|ليس لديك|عدم كفاية) .*رصيد|잔액|残高"
        ),
    ),
    (
        K.RATE_LIMITED,
        (
            r"слишком (много|часто|частые) .*(запрос\w*|обращ\w*)|слишком часто|превышен\w* (лимит|частота"
            r"|количество) (запрос\w*|обращ\w*)|лимит запросов|cok fazla istek|istek (limiti|siniri)"
            r"|cok sik istek|qua nhieu yeu cau|demasiadas (solicitudes|peticiones)|muitas (solicitacoes"
            r"|requisicoes)|terlalu banyak permintaan|trop de requetes|zu viele anfragen|juda kop so'?rov|请求(过于"
            r"|太)频繁|طلبات كثيرة|تجاوزت الحد|تجاوز حد (ال)?طلبات|عدد كبير.*الطلبات"
        ),
    ),
)
