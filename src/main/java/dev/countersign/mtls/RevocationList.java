package dev.countersign.mtls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate revocation list (RFC 5280, section 5) that tells about every certificate of its issuer. Thread-safe.
 */
final class RevocationList {

    private static final String DELTA = "2.5.29.27";
    private static final String DISTRIBUTION_POINT = "2.5.29.28";
    private static final String CERTIFICATE_ISSUER = "2.5.29.29";

    /** Critical or not, they take nothing back: reasonCode, invalidityDate. */
    private static final Set<String> HARMLESS = Set.of("2.5.29.21", "2.5.29.24");

    /** How far the clock of a CA may be ahead. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private static final int CRL_SIGN = 6;

    /** Verifying takes as long as reading the list, so the result is kept, for this many keys. */
    private static final int MAX_KEYS = 32;

    private final byte[] encoded;
    private final X500Principal issuer;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final BigInteger[] serials;
    private final Map<String, Boolean> verified = new ConcurrentHashMap<>();

    private RevocationList(byte[] encoded, X509CRL list, Instant nextUpdate, BigInteger[] serials) {
        this.encoded = encoded;
        this.issuer = list.getIssuerX500Principal();
        this.thisUpdate = list.getThisUpdate().toInstant();
        this.nextUpdate = nextUpdate;
        this.serials = serials;
    }

    /** @throws UnusableFileException with the rule that is broken */
    static RevocationList parse(byte[] der, Instant now) throws UnusableFileException {
        X509CRL list = parsed(der);
        String named = "the CRL of " + PathCertificate.shown(list.getIssuerX500Principal()) + " ";
        Optional<String> weak =
                SignatureRule.problem(list.getSigAlgOID(), list.getSigAlgName(), list.getSigAlgParams());
        require(weak.isEmpty(), named + weak.orElse(""));
        require(list.getExtensionValue(DELTA) == null, named + "is a delta CRL, which is not supported");
        require(
                list.getExtensionValue(DISTRIBUTION_POINT) == null,
                named + "is for a part of the certificates only, or indirect (issuingDistributionPoint), which is not"
                        + " supported: a CRL for all certificates of the CA is needed");
        Set<String> critical = list.getCriticalExtensionOIDs();
        require(
                critical == null || critical.isEmpty(),
                named + "has a critical extension that is not known: " + critical);
        require(list.getNextUpdate() != null, named + "has no nextUpdate (RFC 5280, section 5.1.2.5)");
        require(
                !list.getThisUpdate().toInstant().isAfter(now.plus(MAX_AHEAD)),
                named + "is not valid before " + list.getThisUpdate().toInstant());
        return new RevocationList(der, list, list.getNextUpdate().toInstant(), serials(list, named));
    }

    private static X509CRL parsed(byte[] der) throws UnusableFileException {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | RuntimeException e) {
            // For some broken fields the parser throws unchecked exceptions.
            throw new UnusableFileException("a CRL is malformed", e);
        }
    }

    private static BigInteger[] serials(X509CRL list, String named) throws UnusableFileException {
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        if (entries == null) {
            return new BigInteger[0];
        }
        BigInteger[] serials = new BigInteger[entries.size()];
        int at = 0;
        for (X509CRLEntry entry : entries) {
            Set<String> critical = entry.getCriticalExtensionOIDs();
            require(
                    entry.getExtensionValue(CERTIFICATE_ISSUER) == null,
                    named + "is indirect (certificateIssuer), which is not supported");
            require(
                    critical == null || HARMLESS.containsAll(critical),
                    named + "has an entry with a critical extension that is not known: " + critical);
            serials[at++] = entry.getSerialNumber();
        }
        Arrays.sort(serials);
        return serials;
    }

    private static void require(boolean holds, String problem) throws UnusableFileException {
        if (!holds) {
            throw new UnusableFileException(problem);
        }
    }

    X500Principal issuer() {
        return issuer;
    }

    Instant thisUpdate() {
        return thisUpdate;
    }

    Instant nextUpdate() {
        return nextUpdate;
    }

    int entries() {
        return serials.length;
    }

    boolean isOverdue(Instant now) {
        return !now.isBefore(nextUpdate);
    }

    boolean hasRevoked(BigInteger serial) {
        return Arrays.binarySearch(serials, serial) >= 0;
    }

    /** Whether it was signed by this CA, which must be allowed to. */
    boolean isOf(PathCertificate authority) {
        if (!authority.subject().equals(issuer)) {
            return false;
        }
        boolean[] usage = authority.certificate().getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return false;
        }
        Boolean known = verified.get(authority.keyHash());
        if (known != null) {
            return known;
        }
        boolean signed = isSignedBy(authority);
        if (verified.size() < MAX_KEYS) {
            verified.put(authority.keyHash(), signed);
        }
        return signed;
    }

    /** Parsed again: the platform's form of a long list takes many times its bytes. */
    private boolean isSignedBy(PathCertificate authority) {
        try {
            parsed(encoded).verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException | UnusableFileException | RuntimeException e) {
            return false;
        }
    }
}
