"""A payment message becomes parties and texts with their places, and each is screened.

ISO 20022 and SWIFT MT are read by field: who stands where is known from the message, so
that a bank is compared with bodies and a text is read for names.  This room knows the
screening of one party and nothing of files of customers, documents or faces.
"""

from ostraka.payments.messages import read_payments
from ostraka.payments.model import Fault, Party, Payment, Said, Text
from ostraka.payments.results import PaymentMatch, PaymentResult
from ostraka.payments.screening import Screening, screen_payment

__all__ = [
    "Fault",
    "Party",
    "Payment",
    "PaymentMatch",
    "PaymentResult",
    "Said",
    "Screening",
    "Text",
    "read_payments",
    "screen_payment",
]
