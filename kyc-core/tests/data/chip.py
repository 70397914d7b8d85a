#!/usr/bin/env python3
"""Writes chip.json: made-up chips, signed and answered by another implementation (OpenSSL, through Python's cryptography).

    python3 -m venv v && v/bin/pip install cryptography && v/bin/python kyc-core/tests/data/chip.py

Keys are drawn anew at each run; the file that is committed is one run's.
"""

import datetime
import hashlib
import json
import os
import pathlib

from cryptography import x509
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.x509.oid import NameOID

DAY = datetime.datetime(2024, 1, 1)
OIDS = {
    "signed_data": "1.2.840.113549.1.7.2", "lds": "2.23.136.1.1.1", "sha256": "2.16.840.1.101.3.4.2.1",
    "ecdsa_sha256": "1.2.840.10045.4.3.2", "content_type": "1.2.840.113549.1.9.3",
    "message_digest": "1.2.840.113549.1.9.4", "aa": "2.23.136.1.1.5", "plain_sha256": "0.4.0.127.0.7.1.1.4.1.3",
    "pk_ecdh": "0.4.0.127.0.7.2.2.1.2", "ca_ecdh": "0.4.0.127.0.7.2.2.3.2",
}


def tlv(tag, *parts):
    value = b"".join(parts)
    length = bytes([len(value)]) if len(value) < 128 else None
    if length is None:
        octets = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(octets)]) + octets
    return tag.to_bytes((tag.bit_length() + 7) // 8, "big") + length + value


def oid(dotted):
    first, second, *rest = [int(part) for part in OIDS.get(dotted, dotted).split(".")]
    out = bytearray()
    for number in [first * 40 + second, *rest]:
        group = [number & 0x7F]
        while number := number >> 7:
            group.append(0x80 | number & 0x7F)
        out += bytes(reversed(group))
    return tlv(6, bytes(out))


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def seq(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def spki(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "UT"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(subject, key, issuer, issuer_key, serial, authority):
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    builder = builder.serial_number(serial).not_valid_before(DAY).not_valid_after(DAY.replace(year=2034))
    usage = dict.fromkeys(["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
                           "decipher_only"], False)
    usage |= {"digital_signature": not authority, "key_cert_sign": authority, "crl_sign": authority}
    builder = builder.add_extension(x509.KeyUsage(**usage), True)
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(True, 0), True)
    return builder.sign(issuer_key, hashes.SHA256())


AUTHORITY_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())
SIGNER_KEY = ec.generate_private_key(ec.SECP256R1())
AUTHORITY = certificate("CSCA", AUTHORITY_KEY, "CSCA", AUTHORITY_KEY, 1, True)
SIGNER = certificate("DS", SIGNER_KEY, "CSCA", AUTHORITY_KEY, 4711, False)


def sod(groups):
    digests = [seq(integer(n), tlv(4, hashlib.sha256(data).digest())) for n, data in sorted(groups.items())]
    content = seq(integer(0), seq(oid("sha256"), tlv(5)), seq(*digests))
    attribute = lambda kind, value: seq(oid(kind), set_of(value))
    digest = tlv(4, hashlib.sha256(content).digest())
    attributes = [attribute("content_type", oid("lds")), attribute("message_digest", digest)]
    signature = SIGNER_KEY.sign(set_of(*attributes), ec.ECDSA(hashes.SHA256()))
    der = SIGNER.public_bytes(serialization.Encoding.DER)
    identifier = seq(name("CSCA").public_bytes(), integer(SIGNER.serial_number))
    signer = seq(integer(1), identifier, seq(oid("sha256")), tlv(0xA0, *sorted(attributes)), seq(oid("ecdsa_sha256")),
                 tlv(4, signature))
    data = seq(integer(3), set_of(seq(oid("sha256"))), seq(oid("lds"), tlv(0xA0, tlv(4, content))), tlv(0xA0, der),
               set_of(signer))
    return tlv(0x77, seq(oid("signed_data"), tlv(0xA0, data)))


def chip(groups, **more):
    zone = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    groups = {1: tlv(0x61, tlv(0x5F1F, zone)), **groups}
    return {"sod": sod(groups).hex(), "groups": {str(n): data.hex() for n, data in groups.items()}, **more}


def recovery(bits, hash_name, trailer):
    """ISO/IEC 9796-2 scheme 1 by plain arithmetic."""
    key = rsa.generate_private_key(65537, bits)
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    challenge = os.urandom(8)
    size = hashlib.new(hash_name).digest_size
    recovered = os.urandom(bits // 8 - 1 - size - len(trailer))
    digest = hashlib.new(hash_name, recovered + challenge).digest()
    message = int.from_bytes(b"\x6a" + recovered + digest + trailer, "big")
    signature = pow(message, numbers.d, modulus).to_bytes(bits // 8, "big")
    return chip({15: tlv(0x6F, spki(key))}, challenge=challenge.hex(), response=signature.hex())


def elliptic(curve):
    key = ec.generate_private_key(curve)
    challenge = os.urandom(8)
    r, s = utils.decode_dss_signature(key.sign(challenge, ec.ECDSA(hashes.SHA256())))
    size = (key.key_size + 7) // 8
    infos = tlv(0x6E, set_of(seq(oid("aa"), integer(1), oid("plain_sha256"))))
    signature = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    return chip({14: infos, 15: tlv(0x6F, spki(key))}, challenge=challenge.hex(), response=signature.hex())


def des(key, block, encrypt):
    cipher = Cipher(TripleDES(key * 3), modes.ECB())
    step = cipher.encryptor() if encrypt else cipher.decryptor()
    return step.update(block) + step.finalize()


def checksum(cipher, secret, message):
    hashed = lambda kind, length: kind(secret + b"\0\0\0\2").digest()[:length]
    if cipher == 1:
        key = bytes(b & 0xFE | (bin(b >> 1).count("1") + 1) % 2 for b in hashed(hashlib.sha1, 16))
        padded = (2).to_bytes(8, "big") + message + b"\x80"
        padded += bytes(-len(padded) % 8)
        state = bytes(8)
        for at in range(0, len(padded), 8):
            state = des(key[:8], bytes(a ^ b for a, b in zip(state, padded[at:at + 8])), True)
        return des(key[:8], des(key[8:], state, False), True)
    key = {2: hashed(hashlib.sha1, 16), 3: hashed(hashlib.sha256, 24), 4: hashed(hashlib.sha256, 32)}[cipher]
    padded = (2).to_bytes(16, "big") + message + b"\x80"
    padded += bytes(-len(padded) % 16)
    mac = CMAC(algorithms.AES(key))
    mac.update(padded)
    return mac.finalize()[:8]


def agreement(curve, cipher):
    static, ephemeral = ec.generate_private_key(curve), ec.generate_private_key(curve)
    secret = static.exchange(ec.ECDH(), ephemeral.public_key())
    covered = tlv(0x87, b"\x01", os.urandom(16)) + tlv(0x99, b"\x90\x00")
    response = covered + tlv(0x8E, checksum(cipher, secret, covered)) + b"\x90\x00"
    infos = [seq(oid("pk_ecdh"), spki(static))]
    if cipher != 1:
        infos.append(seq(oid(OIDS["ca_ecdh"] + f".{cipher}"), integer(1)))
    private = ephemeral.private_numbers().private_value
    return chip({14: tlv(0x6E, set_of(*infos))}, private_key=private.to_bytes((static.key_size + 7) // 8, "big").hex(),
                response=response.hex())


def crl(key, serials, this_update, next_update, critical=False):
    builder = x509.CertificateRevocationListBuilder().issuer_name(name("CSCA"))
    builder = builder.last_update(this_update).next_update(next_update)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(DAY).build()
        builder = builder.add_revoked_certificate(entry)
    builder = builder.add_extension(x509.CRLNumber(1), False)
    if critical:
        builder = builder.add_extension(x509.IssuingDistributionPoint(None, None, True, False, None, False, False), True)
    return builder.sign(key, hashes.SHA256())


def main():
    der = serialization.Encoding.DER
    past, then, later = (datetime.datetime(year, 6, 1) for year in (2025, 2026, 2027))
    # 2026-11-21 is the day that the tests judge for.
    lists = {
        "clean": crl(AUTHORITY_KEY, [12, 13], then, later),
        "revoked": crl(AUTHORITY_KEY, [12, 4711], then, later),
        "expired": crl(AUTHORITY_KEY, [12], past, then),
        "expired_revoked": crl(AUTHORITY_KEY, [4711], past, then),
        "future": crl(AUTHORITY_KEY, [4711], later, later.replace(year=2028)),
        "forged": crl(OTHER_KEY, [4711], then, later),
        "partial": crl(AUTHORITY_KEY, [], then, later, critical=True),
    }
    chips = {
        "rsa_1024_sha1": recovery(1024, "sha1", b"\xbc"),
        "rsa_2048_sha256": recovery(2048, "sha256", b"\x34\xcc"),
        "rsa_1536_sha512": recovery(1536, "sha512", b"\x35\xcc"),
        "ec_p256": elliptic(ec.SECP256R1()),
        "ec_brainpool384": elliptic(ec.BrainpoolP384R1()),
        "ca_aes128": agreement(ec.SECP256R1(), 2),
        "ca_aes192": agreement(ec.BrainpoolP256R1(), 3),
        "ca_aes256": agreement(ec.SECP384R1(), 4),
        "ca_3des": agreement(ec.BrainpoolP256R1(), 1),
    }
    whole = {
        "anchor": AUTHORITY.public_bytes(der).hex(),
        "revocation": {key: value.public_bytes(der).hex() for key, value in lists.items()},
        "revocation_pem": lists["clean"].public_bytes(serialization.Encoding.PEM).decode(),
        "chips": chips,
    }
    pathlib.Path(__file__).with_name("chip.json").write_text(json.dumps(whole, indent=1) + "\n")


main()
