package dev.countersign.x509;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;

/**
 * Collects what is in the bags of a PKCS #12 file (RFC 7292, section 4.2). Private keys stay encrypted. Not
 * thread-safe.
 */
final class Pkcs12Bags {

    /** Levels of nested SafeContents bags (RFC 7292, section 4.2.6); no known tool nests them at all. */
    private static final int MAX_DEPTH = 3;

    /** The attribute by which Java marks a certificate as trusted. */
    private static final ASN1ObjectIdentifier TRUSTED = new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    private final List<Mark> keys = new ArrayList<>();
    private final List<Certificate> certificates = new ArrayList<>();
    private int count;

    void add(byte[] safeContents) throws IOException {
        add(ASN1Sequence.getInstance(Der.read(safeContents)), 1);
    }

    private void add(ASN1Sequence bags, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw ImportProblem.ofFile("The bags of the PKCS #12 file are nested too deeply.");
        }
        for (ASN1Encodable element : bags) {
            if (++count > StoreEntries.MAX_ENTRIES) {
                throw StoreEntries.tooMany();
            }
            SafeBag bag = SafeBag.getInstance(element);
            ASN1ObjectIdentifier kind = bag.getBagId();
            if (kind.equals(PKCSObjectIdentifiers.certBag)) {
                certificate(bag);
            } else if (kind.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                Pkcs12Iterations.look(
                        EncryptedPrivateKeyInfo.getInstance(bag.getBagValue()).getEncryptionAlgorithm());
                keys.add(mark(bag));
            } else if (kind.equals(PKCSObjectIdentifiers.keyBag)) {
                keys.add(mark(bag));
            } else if (kind.equals(PKCSObjectIdentifiers.safeContentsBag)) {
                add(ASN1Sequence.getInstance(bag.getBagValue()), depth + 1);
            }
            // CRL bags and secret bags hold no public key.
        }
    }

    private void certificate(SafeBag bag) {
        CertBag held = CertBag.getInstance(bag.getBagValue());
        if (held.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
            certificates.add(new Certificate(
                    ASN1OctetString.getInstance(held.getCertValue()).getOctets(), mark(bag)));
        }
    }

    private static Mark mark(SafeBag bag) {
        Optional<String> id = Optional.empty();
        Optional<String> name = Optional.empty();
        boolean isTrusted = false;
        ASN1Set attributes = bag.getBagAttributes();
        for (int i = 0; attributes != null && i < attributes.size(); i++) {
            Attribute attribute = Attribute.getInstance(attributes.getObjectAt(i));
            ASN1ObjectIdentifier type = attribute.getAttrType();
            isTrusted |= type.equals(TRUSTED);
            if (attribute.getAttrValues().size() == 0) {
                continue;
            }
            ASN1Encodable value = attribute.getAttrValues().getObjectAt(0);
            if (type.equals(PKCSObjectIdentifiers.pkcs_9_at_localKeyId)) {
                id = Optional.of(HexFormat.of()
                        .formatHex(ASN1OctetString.getInstance(value).getOctets()));
            } else if (type.equals(PKCSObjectIdentifiers.pkcs_9_at_friendlyName) && value instanceof ASN1String text) {
                name = Optional.of(text.getString());
            }
        }
        return new Mark(id, name, isTrusted);
    }

    /** The entries: certificates are assigned to keys by local key id, then by name, then as the only key's. */
    StoreEntries entries() {
        if (keys.isEmpty()) {
            return new StoreEntries(withoutKeys(), false);
        }
        List<Certificate> others = new ArrayList<>(certificates);
        List<StoreEntry> entries = new ArrayList<>();
        for (Mark key : keys) {
            ofKey(key, others).ifPresent(own -> {
                others.remove(own);
                entries.add(new StoreEntry(alias(key.name().or(() -> own.mark().name()), entries), own.der(), true));
            });
        }
        others.stream()
                .filter(other -> other.mark().isTrusted())
                .forEach(other -> entries.add(new StoreEntry(alias(other.mark().name(), entries), other.der(), false)));
        return new StoreEntries(entries, true);
    }

    /** Of several with its id or its name, the first that is no other key's: two keys may share a name. */
    private Optional<Certificate> ofKey(Mark key, List<Certificate> left) {
        return first(left, own -> key.id().isPresent() && key.id().equals(own.id()))
                .or(() ->
                        first(left, own -> key.name().isPresent() && key.name().equals(own.name())))
                .or(() -> keys.size() == 1 && !certificates.isEmpty() ? Optional.of(leaf()) : Optional.empty());
    }

    /** Of those that are left, else of all: one certificate may be that of a key which is there twice. */
    private Optional<Certificate> first(List<Certificate> left, Predicate<Mark> wanted) {
        return Stream.of(left, certificates)
                .flatMap(List::stream)
                .filter(certificate -> wanted.test(certificate.mark()))
                .findFirst();
    }

    private List<StoreEntry> withoutKeys() {
        List<StoreEntry> entries = new ArrayList<>();
        if (certificates.size() > 1 && certificates.stream().allMatch(Certificate::isBare)) {
            entries.add(new StoreEntry("", leaf().der(), false));
            return entries;
        }
        for (Certificate certificate : certificates) {
            entries.add(new StoreEntry(alias(certificate.mark().name(), entries), certificate.der(), false));
        }
        return entries;
    }

    private Certificate leaf() {
        return new Certificate(
                EndEntityCertificate.of(
                                certificates.stream().map(Certificate::der).toList())
                        .der(),
                new Mark(Optional.empty(), Optional.empty(), false));
    }

    /** An entry without a name is called by its number, as in Java. */
    private static String alias(Optional<String> name, List<StoreEntry> before) {
        return name.orElseGet(() -> Integer.toString(before.size() + 1));
    }

    /** The attributes of a bag. */
    private record Mark(Optional<String> id, Optional<String> name, boolean isTrusted) {}

    /** A certificate in its bag. */
    private static final class Certificate {

        private final byte[] der;
        private final Mark mark;

        Certificate(byte[] der, Mark mark) {
            this.der = der;
            this.mark = mark;
        }

        byte[] der() {
            return der;
        }

        Mark mark() {
            return mark;
        }

        boolean isBare() {
            return mark.name().isEmpty() && !mark.isTrusted();
        }
    }
}
