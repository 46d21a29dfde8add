package dev.countersign.x509;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.ImportFormat;
import dev.countersign.auth.KeyImporter;
import dev.countersign.auth.KeySetReader;
import dev.countersign.auth.KeyUpload;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads each format in a reader of its own, and takes of the keys in it only those that will do. Thread-safe. */
public final class StrictKeyImporter implements KeyImporter {

    private static final Map<ImportFormat, String> NOUNS = Map.of(
            ImportFormat.PKCS12, "PKCS #12 file",
            ImportFormat.JKS, "JKS key store",
            ImportFormat.BCFKS, "BCFKS key store",
            ImportFormat.CERTIFICATE_PEM, "certificate in PEM, DER or PKCS #7",
            ImportFormat.PUBLIC_KEY_PEM, "public key in PEM or DER",
            ImportFormat.JWKS, "key set",
            ImportFormat.CSR, "request for a certificate in PEM or DER");

    /** A file may ask for {@link DerivationBudget#MOST_MEMORY}; there has to be room for all that are read at a time. */
    static final int AT_ONCE = 2;

    /** Usual files take less by far, so whoever comes third rarely waits at all. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<ImportFormat, KeyFile> files;
    private final int longest;
    private final CertificateRules rules;
    private final Registration registration;

    /**
     * Makes one for uploads of a certain size.
     *
     * @param keySets reads {@link ImportFormat#JWKS}
     * @param longest how many bytes a file may have
     * @param longestValidity of certificates, without a warning
     */
    public StrictKeyImporter(KeySetReader keySets, int longest, Duration longestValidity, InstantSource clock) {
        files = new EnumMap<>(Map.of(
                ImportFormat.PKCS12, new Pkcs12File(),
                ImportFormat.JKS, new JksFile(),
                ImportFormat.BCFKS, new BcfksFile(),
                ImportFormat.CERTIFICATE_PEM, new CertificateFile(),
                ImportFormat.PUBLIC_KEY_PEM, new PublicKeyFile(),
                ImportFormat.JWKS, new KeySetFile(keySets),
                ImportFormat.CSR, new CertificateRequestFile()));
        this.longest = longest;
        rules = new CertificateRules(longestValidity, clock);
        registration = new Registration(clock);
    }

    @Override
    public ImportedKeys read(KeyUpload upload) {
        byte[] content = upload.content().bytes();
        if (content.length == 0) {
            throw Complaint.ofFile("The file is empty.");
        }
        if (content.length > longest) {
            throw Complaint.ofFile("A file has at most " + longest + " bytes.");
        }
        upload.alias().ifPresent(ShownText::requireAlias);
        takePlace();
        try {
            FileKind.of(content).requireFor(upload.format());
            return registered(contents(upload), upload);
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BusyException("As many files as may be are being read already: come back in a few seconds.");
    }

    private FileContents contents(KeyUpload upload) {
        String broken = "This " + NOUNS.get(upload.format()) + " is broken or cut off, or it is something else.";
        try {
            return Optional.ofNullable(files.get(upload.format())).orElseThrow().read(upload);
        } catch (UnacceptableKeyException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library says in dozens of ways that something is not what it should be.
            throw Complaint.ofFile(broken, e);
        }
    }

    private ImportedKeys registered(FileContents contents, KeyUpload upload) {
        List<String> warnings = new ArrayList<>(contents.warnings());
        List<ClientCertificate> keys = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (FoundKey found : contents.keys()) {
            ClientCertificate key = registration.of(named(found, upload.alias()));
            if (!known.add(thumbprint(found))) {
                warnings.add("One key is in the file twice; it was taken once.");
                continue;
            }
            if (found.kind() == Kind.CERTIFICATE) {
                warnings.addAll(rules.judge(Certificates.read(found.der()), upload.force()));
            }
            keys.add(key);
        }
        return new ImportedKeys(keys, warnings);
    }

    private static String thumbprint(FoundKey found) {
        return Base64.getEncoder()
                .encodeToString(
                        RegisteredKey.read(found.kind(), found.der()).key().getEncoded());
    }

    /** An entry's own name was what it was chosen by. */
    private static FoundKey named(FoundKey found, Optional<String> alias) {
        return found.alias().isPresent() ? found : found.withAlias(alias.orElse(""));
    }
}
