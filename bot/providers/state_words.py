"""Words for the state of an order, refill or cancel, in the spellings and languages seen.

A word that is not here is UNKNOWN_WORD, which is never final: a guess at an end would pay money back, or keep it.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.provider import RemoteState as S
from bot.providers.refusals import folded, without_tags

_WORDS: dict[S, str] = {
    S.PENDING: "pending, awaiting, waiting, queued, queue, in queue, in the queue, on queue, new, created,"
    " received, accepted,"
    " submitted, placed, scheduled, not started, waiting to start, awaiting start, pending start,"
    " awaiting processing, order pending,"
    " в ожидании, ожидание, ожидает, ожидается, в очереди, новый, принят, очікування, очікує, beklemede,"
    " bekliyor, bekleyen, sirada,"
    " yeni, alındı, قيد الانتظار, في الانتظار, انتظار, معلق, بانتظار, جديد, cho xu ly, đang chờ, chờ,"
    " đang chờ xử lý, chờ duyệt,"
    " pendiente, en espera, en cola, pendente, aguardando, em espera, na fila, menunggu, tertunda, antrian,"
    " dalam antrian,"
    " en attente, ausstehend, wartend, kutilmoqda, 待处理, 等待中, 排队中, 未开始, در انتظار, लंबित",
    S.PROCESSING: "processing, processing order, order processing, process, in process, in processing,"
    " being processed, on process,"
    " preparing, sending, обработка, в обработке, обрабатывается, обробка, в обробці, işleniyor, işlemde,"
    " hazırlanıyor,"
    " قيد المعالجة, جاري المعالجة, المعالجة, đang xử lý, procesando, en proceso, processando,"
    " em processamento, diproses, proses,"
    " sedang diproses, en traitement, in bearbeitung, verarbeitung, qayta ishlanmoqda, 处理中, در حال پردازش",
    S.IN_PROGRESS: "in progress, inprogress, progress, in progres, on progress, progressing, running,"
    " started, start, working, ongoing,"
    " delivering, in work, active order, refill, refilling, in refill, refill in progress, executing,"
    " order in progress,"
    " в работе, выполняется, в процессе, в процессе выполнения, запущен, в исполнении, исполняется,"
    " виконується, в роботі,"
    " devam ediyor, sürüyor, yükleniyor, çalışıyor, başladı, yapılıyor, gönderiliyor, قيد التنفيذ,"
    " جاري التنفيذ, جارٍ التنفيذ, قيد التقدم, جاري العمل,"
    " đang chạy, đang thực hiện, đang tiến hành, đang hoạt động, đang tăng, en progreso, en curso,"
    " en ejecucion, em andamento,"
    " em progresso, em execução, sedang berjalan, berlangsung, dalam proses, berjalan, dalam pengerjaan,"
    " en cours, in arbeit, läuft,"
    " bajarilmoqda, jarayonda, 进行中, 执行中, در حال انجام",
    S.COMPLETED: "completed, complete, completely, success, successful, succeeded, successfully, done,"
    " finished, finish, delivered,"
    " order completed, fully completed, complited, compleated, compelted, выполнен, выполнено, завершен,"
    " завершён, завершено, готово, исполнен,"
    " выполнен полностью, виконано, завершено, tamamlandı, tamamlanmış, bitti, başarılı, مكتمل, مكتملة,"
    " اكتمل, تم التنفيذ, منجز,"
    " تم, تم بنجاح, hoàn thành, đã hoàn thành, hoàn tất, đã xong, thành công, completado, completada,"
    " terminado, finalizado, concluído, completo,"
    " finalizada, concluida, selesai, sukses, berhasil, terminé, complété, abgeschlossen, fertig, erledigt,"
    " bajarildi, yakunlandi,"
    " 已完成, 完成, تکمیل شده, انجام شد, पूर्ण",
    S.PARTIAL: "partial, partially, partially completed, partial completed, partially complete,"
    " partial complete, partially done,"
    " partially delivered, partially refunded, partial refund, partialy, partially finished,"
    " completed partially, order partial, partial delivery,"
    " частично, частично выполнен, частично выполнено, частичный, выполнен частично, частично завершен,"
    " частково, частково виконано,"
    " kısmi, kısmen, kısmen tamamlandı, kısmi tamamlandı, kısmi tamamlanan, جزئي, جزئيا, مكتمل جزئيا,"
    " مكتمل جزئياً, مكتملة جزئيا, hoàn thành một phần, một phần, parcial, parcialmente completado,"
    " parcialmente, completado parcialmente, parcialmente concluído, concluído parcialmente, sebagian,"
    " selesai sebagian, parsial, partiel, partiellement, teilweise,"
    " teilweise abgeschlossen, qisman, qisman bajarildi, 部分完成, 部分",
    S.CANCELED: "canceled, cancelled, canscelled, cancel, cancled, canceld, cancelld, canceling done,"
    " order canceled, order cancelled, canclled, cancell,"
    " refunded, refund, refunds, fully refunded, full refund, fail, failed, failure, error, aborted, terminated,"
    " voided, void, reversed,"
    " canceled and refunded, cancelled and refunded, cancelled refunded, canceled refunded,"
    " refunded canceled, отменен, отменён, отменено, отмена, возврат, возвращен, ошибка, скасовано,"
    " скасований,"
    " iptal, iptal edildi, iptal edilmiş, iade edildi, iade, başarısız, ملغي, ملغى, ملغية, ملغاة, تم الإلغاء,"
    " تم إلغاء, ألغيت, مسترجع, مسترد, تم الاسترداد, فشل, đã hủy, hủy, đã huỷ,"
    " huỷ, bị hủy, hoàn tiền, đã hoàn tiền, thất bại, cancelado, cancelada, anulado, anulada, reembolsado,"
    " reembolsada, fallido, estornado, falhou, dibatalkan, batal, dikembalikan, refund selesai,"
    " gagal, annulé, annulée, remboursé, storniert, abgebrochen, erstattet, bekor qilindi, bekor qilingan,"
    " 已取消, 取消, 已退款, 失败, لغو شده, لغو شد, रद्द",
    S.REJECTED: "rejected, reject, declined, denied, refused, not eligible, отклонен, отклонён, отклонено,"
    " reddedildi, مرفوض, từ chối, đã từ chối, bị từ chối,"
    " rechazado, rechazada, rejeitado, recusado, ditolak, refusé, abgelehnt, rad etildi, 已拒绝, 拒绝",
    S.ACTIVE: "active, activated, активен, активна, активный, aktif, نشط, فعال, activo, activa, ativo, ativa,"
    " actif, aktiv, faol",
    S.PAUSED: "paused, pause, on pause, suspended, on hold, hold, stopped, приостановлен, приостановлено,"
    " пауза, на паузе, duraklatıldı,"
    " durduruldu, متوقف, متوقف مؤقتا, موقوف, tạm dừng, pausado, pausada, dijeda, en pause, pausiert, 已暂停, 暂停",
    S.EXPIRED: "expired, expire, истек, истёк, истекла, süresi doldu, منتهي, منتهية, hết hạn, expirado,"
    " expirada, vencido, kedaluwarsa, kadaluarsa, expiré,"
    " abgelaufen, muddati tugagan, 已过期, 过期",
}
_STATES: dict[str, S] = {folded(word): state for state, words in _WORDS.items() for word in words.split(",")}


class StateWords:
    """The words that are known, and a provider's own beyond them, which win."""

    def __init__(self, own: Mapping[str, S] | None = None) -> None:
        self._own = {folded(word): state for word, state in (own or {}).items()}

    def state_of(self, raw: str) -> S:
        word = folded(without_tags(raw))
        return self._own.get(word) or _STATES.get(word) or _STATES.get(word.replace(" ", "")) or S.UNKNOWN_WORD
