"""Error texts: the known families in the spellings and languages of panels, and the texts that must stay in doubt."""

from __future__ import annotations

import pytest

from bot.core.provider import ErrorKind
from bot.providers.refusals import REJECTING, RefusalTable

K = ErrorKind

LISTED: dict[ErrorKind, str] = {
    K.AUTH: """
        invalid api key | Invalid API Key! | Api key is invalid | API key not found | Wrong api key | invalid_key
        error.invalid_key | Your API key is incorrect | API key is not valid | api_key_invalid | apiKeyInvalid | Bad key
        Unauthorized | unauthorised access | Authentication failed | Invalid token | Key does not exist | Key not found
        API access denied | Forbidden | Access denied | Invalid api_key | The API key you provided is invalid
        API key expired | No api key | api key is required | User not found | Invalid credentials | incorrect_api_key
        Неверный API ключ | Неверный ключ | Недействительный ключ API | API ключ не найден | Geçersiz API anahtarı
        API anahtarı geçersiz | مفتاح API غير صحيح | API key không hợp lệ | Khóa API không hợp lệ | Clave API inválida
        Chave de API inválida | API key tidak valid | Clé API invalide | Ungültiger API-Schlüssel | API密钥无效
        """,
    K.ACCOUNT_DISABLED: """
        Your account is suspended | Account is banned | Account disabled | User is blocked | Account has been suspended
        account_suspended | Your account has been deactivated | You are banned | Аккаунт заблокирован
        Ваш аккаунт заблокирован | Hesabınız askıya alındı | Tài khoản bị khóa | Cuenta suspendida | Akun diblokir
        """,
    K.INSUFFICIENT_FUNDS: """
        not_enough_funds | neworder.error.not_enough_funds | Insufficient funds | Insufficient balance | insufficient_balance
        Your balance is insufficient | Balance is too low | Not enough balance | Not enough money | No funds | Low funds
        You don't have enough balance | You do not have enough funds to place this order | insufficientBalance
        Insufficient funds on your account | Not enough credits | Balance not enough | Please add funds | Low balance!
        Please top up your balance | Insufficient funds. Please try again after recharge. | User balance is not enough
        error.insufficient_funds | balance_low | Not enough funds, please refill your balance | Insufficient credit
        Недостаточно средств | Недостаточно средств на балансе | Недостаточно денег на счету | Не хватает средств на балансе
        Yetersiz bakiye | Bakiyeniz yetersiz | Bakiye yetersiz! | رصيد غير كافٍ | رصيدك غير كافي | Số dư không đủ
        Không đủ số dư | Saldo insuficiente | Fondos insuficientes | Saldo tidak cukup | Saldo tidak mencukupi
        Fundos insuficientes | Solde insuffisant | Nicht genug Guthaben | 余额不足 | Mablag' yetarli emas | Недостатньо коштів
        """,
    K.INVALID_SERVICE: """
        Invalid service | invalid_service | Service not found | Incorrect service | service_not_found | Wrong service ID
        Invalid service ID | Service does not exist | No such service | Unknown service | The selected service is invalid
        error.service_not_found | Service ID not found | Service id is required | neworder.error.incorrect_service_id
        Неверный ID услуги | Услуга не найдена | Сервис не найден | Geçersiz servis | Servis bulunamadı | الخدمة غير موجودة
        Dịch vụ không tồn tại | Servicio no encontrado | Serviço não encontrado | Layanan tidak ditemukan | 服务不存在
        """,
    K.SERVICE_UNAVAILABLE: """
        Service is disabled | Service disabled | service_disabled | This service is currently unavailable | Inactive service
        Service is not active | Service inactive | Service is not available | This service is temporarily disabled
        The service is closed | service_inactive | Service not available | Service is deactivated | Service is paused
        Услуга недоступна | Услуга отключена | Сервис временно отключен | Servis aktif değil | Servis kapalı
        الخدمة غير متوفرة | Dịch vụ tạm dừng | Servicio no disponible | Layanan tidak aktif | Serviço indisponível
        """,
    K.INVALID_LINK: """
        Invalid link | Bad link | invalid_link | Incorrect link | Wrong link | Link is invalid | neworder.error.link
        neworder.error.invalid_link | error.invalid_link | Invalid URL | Invalid link format | The link is not valid
        Link not found | Account is private | This account is private | Profile is private | Link is required
        Please enter a valid link | Unsupported link | Link is not supported | Please provide a valid URL | bad_link
        Invalid username | link_invalid | The link field is required. | Post not found | Page not found | Private account
        Your link is incorrect | Invalid Instagram link | This link is blacklisted | Link must start with https
        Неверная ссылка | Некорректная ссылка | Ссылка недействительна | Неправильная ссылка | Неверный формат ссылки
        Geçersiz link | Link geçersiz | Geçersiz bağlantı | رابط غير صالح | الرابط غير صحيح | Liên kết không hợp lệ
        Link không hợp lệ | Enlace inválido | Link inválido | Link tidak valid | Lien invalide | 链接无效
        """,
    K.QUANTITY_BELOW_MIN: """
        min_quantity | Quantity less than minimum | Quantity is less than minimum 100 | Minimum quantity is 100 | Minimum is 50
        Quantity below minimum | Minimum order quantity is 100 | quantity_less_than_min | Quantity too low | Min quantity: 10
        Quantity must be at least 100 | The quantity must be greater than 10 | neworder.error.min | Minimum order 100
        Quantity must to be greater than or equal to minimum amount | Amount is less than the minimum | quantity_too_small
        Минимальное количество 100 | Количество меньше минимального | Minimum miktar 100 | Miktar çok düşük
        Số lượng tối thiểu là 100 | الكمية أقل من الحد الأدنى | Cantidad mínima 100 | Jumlah minimal 100
        Quantidade mínima é 100 | Количество меньше минимума
        """,
    K.QUANTITY_ABOVE_MAX: """
        max_quantity | Quantity more than maximum 1000 | Quantity is greater than maximum | Maximum quantity is 1000
        Quantity exceeds maximum | Quantity above maximum | neworder.error.max | quantity_too_large | Max quantity 500
        Quantity must to be less than or equal to maximum amount | Quantity too high | Maximum order quantity is 10000
        Максимальное количество 1000 | Количество больше максимального | Maksimum miktar 1000 | Số lượng tối đa là 1000
        الكمية أكبر من الحد الأقصى | Cantidad máxima 1000 | Jumlah maksimal 1000 | Количество превышает максимум
        """,
    K.INVALID_QUANTITY: """
        Invalid quantity | Incorrect quantity | quantity_invalid | Bad quantity | Quantity is invalid | neworder.error.quantity
        Quantity must be a number | Quantity should be between 10 and 1000 | Quantity must be a multiple of 100
        Quantity must be between min and max | Wrong quantity | Quantity must be an integer | Quantity is required
        Неверное количество | Некорректное количество | Geçersiz miktar | Số lượng không hợp lệ | Cantidad inválida
        Jumlah tidak valid | Количество должно быть кратно 10
        """,
    K.DUPLICATE_ACTIVE_ORDER: """
        link_duplicate | You have active order with this link | Active order with this link already exists | Duplicate order
        There is already an active order for this link | You already have an order with this link in progress
        Order with this link already exists | duplicate_link | Link is duplicate | Wait until your previous order is completed
        An order with this link is already in progress | You have already placed an order with this link
        This link already has an active order | Please wait until the current order is finished | duplicate_order
        У вас уже есть активный заказ на эту ссылку | Заказ с этой ссылкой уже выполняется | Bu link için aktif siparişiniz var
        Bu link için zaten aktif bir sipariş var | لديك طلب نشط لنفس الرابط | Bạn đang có đơn hàng với link này
        Ya existe un pedido activo con este enlace | Masih ada pesanan aktif dengan link ini | Já existe um pedido ativo com este link
        """,
    K.MAINTENANCE: """
        Under maintenance | The panel is under maintenance | maintenance_mode | System maintenance | Site is under maintenance
        API is temporarily unavailable | System is temporarily unavailable, try again later | Maintenance mode is on
        We are currently under maintenance | Orders are temporarily disabled | Panel is temporarily closed
        Технические работы | Ведутся технические работы | Сайт на техническом обслуживании | Bakım çalışması | Sistem bakımda
        الموقع تحت الصيانة | Hệ thống đang bảo trì | En mantenimiento | Em manutenção | Sedang dalam pemeliharaan | 系统维护中
        """,
    K.RATE_LIMITED: """
        Rate limit exceeded | Too many requests | rate_limit_exceeded | too_many_requests | Too many requests, slow down
        Rate limit exceeded. Try again later. | Too many requests. Please try again in 60 seconds | API rate limit reached
        You have exceeded the rate limit | Request limit exceeded | Requests are too frequent | Throttled | ratelimit
        Слишком много запросов | Çok fazla istek | Quá nhiều yêu cầu | Demasiadas solicitudes | Terlalu banyak permintaan
        Muitas requisições | Слишком частые запросы | Превышен лимит запросов
        """,
    K.INVALID_REQUEST: """
        Bad request | invalid_request | Invalid parameters | Incorrect parameters | Invalid data | Validation failed
        Comments are required | Invalid comments | Runs is required | Invalid runs | Interval is required | Incorrect interval
        Dripfeed not available | Drip-feed is not available for this service | Invalid delay | Username is required
        Usernames are required | Hashtag is required | Invalid answer number | The given data was invalid.
        Неверный запрос | Некорректные параметры | Geçersiz istek | Yêu cầu không hợp lệ | Solicitud inválida
        Permintaan tidak valid
        """,
    K.MISSING_PARAMETER: """
        Missing parameter | Missing parameters | missing_parameters | Missing required fields | Missing required parameter: link
        Missing service | Missing API key
        """,
    K.UNSUPPORTED_ACTION: """
        Invalid action | Unknown action | Action not found | invalid_action | Unsupported action | Action is not supported
        Wrong action | Unknown method | Неверное действие | Geçersiz işlem
        """,
}

_LISTED = [
    (kind, text.strip()) for kind, lines in LISTED.items() for line in lines.splitlines() for text in line.split("|")
]
_LISTED = [(kind, text) for kind, text in _LISTED if text]

IN_DOUBT = """
    Provider error. Please try again. | Something went wrong | Something went wrong, please try again later | Try again
    Please try again later | Internal server error | Internal error | Server error | Unknown error | Unexpected error
    Order placed but confirmation failed | Order saved | Order created | Order has been placed successfully | Success
    Order received, awaiting provider | Your order is being processed | Order queued | Operation timed out
    Request timeout | Connection timed out | Gateway timeout | Upstream error | Provider timeout | cURL error 28
    Timeout while contacting provider: not enough funds | Order rejected by provider: Not enough funds | null
    Order accepted, but balance update failed: insufficient funds | Database error | SQLSTATE[40001]: deadlock
    Order 23501 created with invalid link | Failed to save order | Could not connect to provider | Oops
    Provider returned: Invalid API key | Supplier balance is low | Insufficient funds at provider | error | Error | failed
    An error occurred | An error has occurred while processing your order | Could not verify the order status
    Order already exists | Request already processed | Already processed | Order partially created: invalid quantity
    We could not confirm your order | Money was deducted but the order failed | Refunded: invalid link
    Network error | Connection refused | Connection reset by peer | Service slow | 500 | Order 5521 | ok | done | 1
    Произошла ошибка | Внутренняя ошибка сервера | Попробуйте позже | Заказ создан, но не сохранён | Ошибка провайдера
    Bir hata oluştu | Sunucu hatası | Lütfen tekrar deneyin | Sipariş oluşturuldu | Zaman aşımı | Sağlayıcı hatası
    حدث خطأ | حاول مرة أخرى | تم إنشاء الطلب | Lỗi hệ thống | Vui lòng thử lại | Đã đặt hàng thành công
    Algo salió mal | Error del servidor | Inténtelo de nuevo | Erro interno | Tente novamente | Pedido criado
    Terjadi kesalahan | Silakan coba lagi | Une erreur est survenue | 系统错误 | 请稍后再试 | 下单成功
    Not found | Error 1020 | Bad gateway | Thank you | Order will be processed soon | Everything is fine
    Incorrect order ID | Order not found | Refill not found | Cannot cancel | lorem ipsum dolor | ?
"""
_IN_DOUBT = [text.strip() for line in IN_DOUBT.splitlines() for text in line.split("|") if text.strip()]


@pytest.mark.parametrize(("kind", "text"), _LISTED, ids=[text for _, text in _LISTED])
def test_a_known_wording_is_listed(kind: ErrorKind, text: str) -> None:
    assert RefusalTable().kind_of(text) is kind


@pytest.mark.parametrize("text", _IN_DOUBT)
def test_a_text_in_doubt_is_never_a_refusal(text: str) -> None:
    assert RefusalTable().kind_of(text) not in REJECTING


@pytest.mark.parametrize(
    "spoil", [str.upper, str.title, lambda text: f"  {text}!!! ", lambda text: text.replace(" ", "_")]
)
def test_case_and_punctuation_do_not_count(spoil: object) -> None:
    assert callable(spoil)
    texts = ("Invalid API key", "Not enough funds on balance", "Incorrect service ID", "Rate limit exceeded")
    table = RefusalTable()
    assert [table.kind_of(spoil(text)) for text in texts] == [table.kind_of(text) for text in texts]


def test_what_an_admin_teaches_wins_whatever_the_numbers() -> None:
    table = RefusalTable({"Zákazník 17 nemá kredit": K.INSUFFICIENT_FUNDS})
    assert table.kind_of("zakaznik 99 nema kredit!") is K.INSUFFICIENT_FUNDS
    assert table.kind_of("Order placed at node 4") is K.AMBIGUOUS_ERROR
    table.learn("Order placed at node 4", K.INVALID_REQUEST)
    assert table.kind_of("Order placed at node 5") is K.INVALID_REQUEST
    table.learn("!", K.AUTH)
    assert table.kind_of("?") is K.UNLISTED
