package dev.countersign.http;

import dev.countersign.auth.BoundedMemory;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Secret;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.text.MalformedException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clients' TLS certificates that a trusted proxy forwards in a header. Whether a request comes from such a proxy is
 * judged elsewhere. Thread-safe.
 */
public final class ForwardedCertificates {

    /** No proxy forwards any. */
    public static final ForwardedCertificates NONE = new ForwardedCertificates(Optional.empty(), Optional.empty());

    /** Proves that a request comes from the proxy, beside its address. */
    static final String PROOF = "X-Countersign-Proxy";

    /** Of all fields together: a chain of the largest size that is accepted, with the escapes that proxies write. */
    static final int MAX_CHARS = CertificateChain.MAX_BYTES * 2;

    /** The part of the heap for what was read. */
    private static final int MEMORY_SHARE = 64;

    private final Optional<CertificateHeader> header;
    private final Optional<Secret> secret;

    /**
     * The chains that were read, by the whole text of their header field. What is read depends on the text and the
     * configured form alone, so that an entry is right for every sender. Texts that break a rule are not remembered.
     */
    private final BoundedMemory<CertificateChain> read =
            new BoundedMemory<>(Runtime.getRuntime().maxMemory() / MEMORY_SHARE);

    /** The headers of other forms, which some proxies add by themselves. */
    private final List<String> ignored;

    /**
     * @param header empty: none is read
     * @param secret that the proxy sends in {@code X-Countersign-Proxy}; empty: its address is enough
     */
    public ForwardedCertificates(Optional<CertificateHeader> header, Optional<Secret> secret) {
        this.header = header;
        this.secret = secret;
        List<String> read = header.stream()
                .flatMap(one -> Stream.concat(Stream.of(one.name()), one.chainName().stream()))
                .toList();
        this.ignored = Arrays.stream(CertificateForm.values())
                .map(CertificateForm::header)
                .distinct()
                .filter(name -> read.stream().noneMatch(name::equalsIgnoreCase))
                .toList();
    }

    /** Whether the request has the configured header, empty or not. */
    boolean isIn(HttpServletRequest request) {
        return header.isPresent()
                && (request.getHeader(header.get().name()) != null
                        || header.get()
                                .chainName()
                                .filter(name -> request.getHeader(name) != null)
                                .isPresent());
    }

    /** Whether the request has a header of another form, which is not read. */
    boolean isIgnoredIn(HttpServletRequest request) {
        for (String name : ignored) {
            if (request.getHeader(name) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether the request has the secret of the proxy, where there is one. */
    boolean isProven(HttpServletRequest request) {
        if (secret.isEmpty()) {
            return true;
        }
        List<String> proofs = Headers.all(request, PROOF);
        return proofs.size() == 1
                && MessageDigest.isEqual(
                        proofs.get(0).getBytes(StandardCharsets.UTF_8),
                        secret.get().bytes());
    }

    /**
     * The certificate of a proxy's client, and what came with it; empty: it has none. The certificates are not parsed
     * yet.
     *
     * @throws BadRequestException when the header breaks a rule of its form
     */
    Optional<CertificateChain> read(HttpServletRequest request) throws BadRequestException {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = Headers.all(request, header.get().name());
        List<String> rest =
                header.get().chainName().map(name -> Headers.all(request, name)).orElse(List.of());
        if (fields.isEmpty() && rest.isEmpty()) {
            return Optional.empty();
        }
        long chars = Stream.concat(fields.stream(), rest.stream())
                .mapToLong(String::length)
                .sum();
        try {
            if (chars > MAX_CHARS) {
                throw new MalformedException("it is too long");
            }
            return fields.size() == 1 && rest.isEmpty()
                    ? remembered(header.get().form(), fields.get(0))
                    : read(header.get().form(), fields, rest);
        } catch (MalformedException e) {
            throw malformed(e.rule());
        } catch (MalformedDerException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<CertificateChain> remembered(CertificateForm form, String field)
            throws MalformedException, MalformedDerException {
        Optional<CertificateChain> known = read.get(field);
        if (known.isPresent()) {
            return known;
        }
        Optional<CertificateChain> found = read(form, List.of(field), List.of());
        if (found.isPresent()) {
            long bytes = (long) Character.BYTES * field.length() + found.get().length();
            read.put(field, found.get(), bytes);
        }
        return found;
    }

    private static Optional<CertificateChain> read(CertificateForm form, List<String> fields, List<String> rest)
            throws MalformedException, MalformedDerException {
        if (fields.size() > 1) {
            throw new MalformedException("it is there more than once");
        }
        String value = fields.isEmpty() ? "" : fields.get(0).strip();
        List<byte[]> certificates = new ArrayList<>(value.isEmpty() ? List.of() : form.read(value));
        List<byte[]> issuers = StructuredBytes.list(rest);
        if (certificates.isEmpty() && !issuers.isEmpty()) {
            // RFC 9440, section 2.3.
            throw new MalformedException("there is a chain without the client's own certificate");
        }
        certificates.addAll(issuers);
        for (byte[] der : certificates) {
            if (der.length == 0) {
                throw new MalformedException("a certificate is empty");
            }
        }
        return certificates.isEmpty() ? Optional.empty() : Optional.of(CertificateChain.of(certificates));
    }

    private static BadRequestException malformed(String rule) {
        return new BadRequestException(
                400, "the header with the TLS certificate is malformed: " + rule, Refusal.FORWARDED_CERTIFICATE);
    }
}
