package dev.countersign.x509;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.KeySetReader;
import dev.countersign.manage.KeyUpload;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Imports key files: a reader for each format, and only acceptable keys. Thread-safe. */
public final class StrictKeyImporter implements KeyImporter {

    private static final Map<ImportFormat, String> NOUNS = Map.of(
            ImportFormat.PKCS12, "PKCS #12 file",
            ImportFormat.JKS, "JKS key store",
            ImportFormat.BCFKS, "BCFKS key store",
            ImportFormat.CERTIFICATE_PEM, "certificate in PEM, DER or PKCS #7",
            ImportFormat.PUBLIC_KEY_PEM, "public key in PEM or DER",
            ImportFormat.JWKS, "key set",
            ImportFormat.CSR, "request for a certificate in PEM or DER");

    /**
     * Files that are read at the same time: each may ask for {@link DerivationBudget#MAX_MEMORY_BYTES}, and the heap
     * has to hold all of them.
     */
    static final int MAX_AT_ONCE = 2;

    /** Wait for a free place; usual files take far less, so that a further upload rarely waits at all. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final Map<ImportFormat, KeyFile> files;
    private final int maxBytes;
    private final CertificateRules rules;
    private final Registration registration;

    /**
     * Makes one for uploads of a certain size.
     *
     * @param keySets reads {@link ImportFormat#JWKS}
     * @param maxBytes of a file
     * @param maxValidity of certificates, without a warning
     */
    public StrictKeyImporter(KeySetReader keySets, int maxBytes, Duration maxValidity, InstantSource clock) {
        files = new EnumMap<>(Map.of(
                ImportFormat.PKCS12, new Pkcs12File(),
                ImportFormat.JKS, new JksFile(),
                ImportFormat.BCFKS, new BcfksFile(),
                ImportFormat.CERTIFICATE_PEM, new CertificateFile(),
                ImportFormat.PUBLIC_KEY_PEM, new PublicKeyFile(),
                ImportFormat.JWKS, new KeySetFile(keySets),
                ImportFormat.CSR, new CertificateRequestFile()));
        this.maxBytes = maxBytes;
        rules = new CertificateRules(maxValidity, clock);
        registration = new Registration(clock);
    }

    @Override
    public ImportedKeys read(KeyUpload upload) {
        byte[] content = upload.content().bytes();
        if (PemLine.all(content).stripped().isEmpty()) {
            throw ImportProblem.ofFile("The file is empty.");
        }
        if (content.length > maxBytes) {
            throw ImportProblem.ofFile("A file has at most " + maxBytes + " bytes.");
        }
        upload.alias().ifPresent(ImportProblem::requireAlias);
        takePlace();
        try {
            return readFrom(content, upload);
        } finally {
            places.release();
        }
    }

    private ImportedKeys readFrom(byte[] content, KeyUpload upload) {
        byte[] form = NormalForm.of(content);
        try {
            FileKind.of(form).requireFor(upload.format());
            KeyUpload plain =
                    new KeyUpload(upload.format(), new Secret(form), upload.alias(), upload.password(), upload.force());
            return registered(contents(plain), upload);
        } finally {
            if (form != content) {
                Arrays.fill(form, (byte) 0);
            }
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BusyException("Too many files are being read at the moment: try again in a few seconds.");
    }

    private FileContents contents(KeyUpload upload) {
        String broken = "This " + NOUNS.get(upload.format()) + " is broken or cut off, or it is something else";
        try {
            return Optional.ofNullable(files.get(upload.format())).orElseThrow().read(upload);
        } catch (UnacceptableKeyException e) {
            throw e;
        } catch (MalformedDerException e) {
            throw ImportProblem.ofFile(broken + ": " + e.getMessage() + ".", e);
        } catch (IOException | RuntimeException e) {
            // The libraries report malformed input by dozens of types of exceptions.
            throw ImportProblem.ofFile(broken + ".", e);
        }
    }

    private ImportedKeys registered(FileContents contents, KeyUpload upload) {
        List<String> warnings = new ArrayList<>(contents.warnings());
        List<ClientCertificate> keys = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (FoundKey found : contents.keys()) {
            if (!known.add(found.parsed().thumbprint())) {
                warnings.add("One key is in the file twice; it was taken once.");
                continue;
            }
            warnings.addAll(rules.judge(found.parsed(), upload.force()));
            // An entry of a key store keeps its own name: the alias of the upload has selected it.
            keys.add(registration.of(found, found.alias().or(upload::alias).orElse("")));
        }
        return new ImportedKeys(keys, warnings);
    }
}
