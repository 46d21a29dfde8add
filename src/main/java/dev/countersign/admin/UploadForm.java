package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.http.RequestBodies;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyUpload;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form by which a client's public key is imported. An empty part other than the file counts as absent, since
 * browsers send empty fields. Holds the file and its password until it is closed.
 *
 * @param older what is to happen to the client's older keys
 */
record UploadForm(KeyUpload upload, OlderCredentials older) implements AutoCloseable {

    /** Of a part other than the file. */
    static final int MAX_TEXT_BYTES = 1024;

    static final Set<String> PARTS = Set.of(
            "format", "file", "alias", "store_password", "force", "replace", "overlap", "unused_for", "at_latest");

    /**
     * Reads the request's body. The caller has to close the result.
     *
     * @throws ProblemException when the body is of another type, too large, malformed, or a part is invalid
     */
    static UploadForm read(HttpServletRequest request, RequestBodies bodies, int uploadMaxBytes) {
        Map<String, Secret> parts = MultipartForm.read(request, bodies, PARTS, uploadMaxBytes);
        try {
            parts.values().removeIf(Secret::isEmpty);
            ImportFormat format = format(parts);
            Optional<String> alias = text(parts, "alias").map(text -> JsonMembers.requireOrdered("alias", text));
            if (alias.filter(text -> text.length() > ClientCertificate.MAX_ALIAS_CHARS)
                    .isPresent()) {
                throw ProblemException.inField(
                        "alias", "Must have at most " + ClientCertificate.MAX_ALIAS_CHARS + " characters.");
            }
            boolean force = flag(parts, "force").orElse(false);
            OlderCredentials older = older(parts);
            requireText(parts, "store_password");
            Secret file = parts.get("file");
            if (file == null) {
                throw ProblemException.inField("file", "Required, and must not be empty.");
            }
            if (file.bytes().length > uploadMaxBytes) {
                throw tooLarge(uploadMaxBytes);
            }
            parts.remove("file");
            return new UploadForm(
                    new KeyUpload(format, file, alias, Optional.ofNullable(parts.remove("store_password")), force),
                    older);
        } finally {
            parts.values().forEach(Secret::close);
        }
    }

    private static ImportFormat format(Map<String, Secret> parts) {
        String name = text(parts, "format").orElse("");
        return Arrays.stream(ImportFormat.values())
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.inField("format", "Must be one of " + names() + "."));
    }

    private static String names() {
        return String.join(
                ", ",
                Arrays.stream(ImportFormat.values()).map(ImportFormat::name).toList());
    }

    private static Optional<Boolean> flag(Map<String, Secret> parts, String name) {
        Optional<String> text = text(parts, name);
        if (text.filter(value -> !value.equals("true") && !value.equals("false"))
                .isPresent()) {
            throw ProblemException.inField(name, "Must be true or false.");
        }
        return text.map("true"::equals);
    }

    private static OlderCredentials older(Map<String, Secret> parts) {
        Map<String, Object> members = new HashMap<>();
        flag(parts, "replace").ifPresent(replace -> members.put("replace", replace));
        for (String name : List.of("overlap", "unused_for", "at_latest")) {
            text(parts, name).ifPresent(text -> members.put(name, text));
        }
        return OlderCredentials.read(new JsonMembers(members));
    }

    private static Optional<String> text(Map<String, Secret> parts, String name) {
        return Optional.ofNullable(parts.get(name))
                .map(part -> decoded(name, part.bytes()).toString());
    }

    /** Converted without a string, which could not be wiped. */
    private static void requireText(Map<String, Secret> parts, String name) {
        Secret part = parts.get(name);
        if (part != null) {
            Arrays.fill(decoded(name, part.bytes()).array(), '\0');
        }
    }

    private static CharBuffer decoded(String name, byte[] utf8) {
        if (utf8.length > MAX_TEXT_BYTES) {
            throw ProblemException.inField(name, "Must have at most " + MAX_TEXT_BYTES + " bytes.");
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw ProblemException.inField(name, "Must not contain control characters.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw ProblemException.inField(name, "Must be UTF-8.");
        }
    }

    private static ProblemException tooLarge(int uploadMaxBytes) {
        return new ProblemException(new Problem(
                ProblemKind.TOO_LARGE, "The file has more than " + uploadMaxBytes + " bytes.", Optional.of("file")));
    }

    @Override
    public void close() {
        upload.close();
    }
}
