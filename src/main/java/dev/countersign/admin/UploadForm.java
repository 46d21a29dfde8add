package dev.countersign.admin;

import dev.countersign.auth.ImportFormat;
import dev.countersign.auth.KeyUpload;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form by which a client's public key is imported. An empty part but the file counts as absent, as forms of browsers have it. Stateless. */
final class UploadForm {

    /** In bytes, of a part but the file. */
    static final int MAX_TEXT_LENGTH = 1024;

    static final Set<String> PARTS = Set.of("format", "file", "alias", "store_password", "force");

    private UploadForm() {}

    /**
     * Reads the request's body. Whoever asks has to close what comes of it.
     *
     * @throws ProblemException when the body is of another type, too large, malformed, or a part will not do
     */
    static KeyUpload read(HttpServletRequest request, int uploadMaxBytes) {
        Map<String, Secret> parts = MultipartForm.read(request, PARTS, uploadMaxBytes);
        try {
            parts.values().removeIf(Secret::isEmpty);
            ImportFormat format = format(parts);
            Optional<String> alias = text(parts, "alias");
            if (alias.filter(text -> text.length() > ClientCertificate.MAX_ALIAS_LENGTH)
                    .isPresent()) {
                throw ProblemException.inField(
                        "alias", "This has at most " + ClientCertificate.MAX_ALIAS_LENGTH + " characters.");
            }
            boolean force = force(parts);
            requireText(parts, "store_password");
            Secret file = parts.get("file");
            if (file == null) {
                throw ProblemException.inField("file", "This has to be there, and not empty.");
            }
            if (file.bytes().length > uploadMaxBytes) {
                throw tooLarge(uploadMaxBytes);
            }
            parts.remove("file");
            return new KeyUpload(format, file, alias, Optional.ofNullable(parts.remove("store_password")), force);
        } finally {
            parts.values().forEach(Secret::close);
        }
    }

    private static ImportFormat format(Map<String, Secret> parts) {
        String name = text(parts, "format").orElse("");
        return Arrays.stream(ImportFormat.values())
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.inField("format", "This is one of " + names() + "."));
    }

    private static String names() {
        return String.join(
                ", ",
                Arrays.stream(ImportFormat.values()).map(ImportFormat::name).toList());
    }

    private static boolean force(Map<String, Secret> parts) {
        String text = text(parts, "force").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw ProblemException.inField("force", "This is true or false.");
        }
        return text.equals("true");
    }

    private static Optional<String> text(Map<String, Secret> parts, String name) {
        return Optional.ofNullable(parts.get(name))
                .map(part -> decoded(name, part.bytes()).toString());
    }

    /** Never as a string, which could not be wiped. */
    private static void requireText(Map<String, Secret> parts, String name) {
        Secret part = parts.get(name);
        if (part != null) {
            Arrays.fill(decoded(name, part.bytes()).array(), '\0');
        }
    }

    private static CharBuffer decoded(String name, byte[] utf8) {
        if (utf8.length > MAX_TEXT_LENGTH) {
            throw ProblemException.inField(name, "This has at most " + MAX_TEXT_LENGTH + " bytes.");
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw ProblemException.inField(name, "This has no control characters.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw ProblemException.inField(name, "This is not UTF-8.");
        }
    }

    private static ProblemException tooLarge(int uploadMaxBytes) {
        return new ProblemException(new Problem(
                ProblemKind.TOO_LARGE, "The file has more than " + uploadMaxBytes + " bytes.", Optional.of("file")));
    }
}
