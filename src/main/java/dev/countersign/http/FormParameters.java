package dev.countersign.http;

import dev.countersign.text.FormCoding;
import dev.countersign.text.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A text of the type {@code application/x-www-form-urlencoded}, parsed strictly (RFC 6749, appendix B). Keeps the
 * text's array and every parameter's place in it. Immutable.
 */
final class FormParameters {

    /** Query and body together. */
    static final int MAX_PARAMETERS = 1000;

    static final FormParameters NONE = new FormParameters(new byte[0], List.of());

    /**
     * One parameter.
     *
     * @param value of {@code client_secret}: empty, see {@link #secret()}
     * @param from where its name begins in the text
     * @param to where its value ends
     */
    record Parameter(String name, String value, int from, int valueFrom, int to) {

        boolean isCredential() {
            return OAuthParameters.CREDENTIALS.contains(name);
        }
    }

    private final byte[] text;
    private final List<Parameter> parameters;

    private FormParameters(byte[] text, List<Parameter> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /** Takes the array over. */
    static FormParameters parse(byte[] text) throws BadRequestException {
        return parse(text, MAX_PARAMETERS);
    }

    /**
     * Takes the array over.
     *
     * @param most how many parameters it may have; they are counted before any is decoded
     */
    static FormParameters parse(byte[] text, int most) throws BadRequestException {
        if (count(text) > most) {
            throw tooMany();
        }
        List<Parameter> parameters = new ArrayList<>();
        int from = 0;
        while (from < text.length) {
            int to = indexOf((byte) '&', text, from, text.length);
            if (to > from) {
                parameters.add(parse(text, from, to));
            }
            from = to + 1;
        }
        return new FormParameters(text, List.copyOf(parameters));
    }

    private static int count(byte[] text) {
        int count = 0;
        for (int i = 0; i < text.length; i++) {
            count += text[i] != '&' && (i == 0 || text[i - 1] == '&') ? 1 : 0;
        }
        return count;
    }

    static BadRequestException tooMany() {
        return new BadRequestException("there are more than " + MAX_PARAMETERS + " parameters");
    }

    private static Parameter parse(byte[] text, int from, int to) throws BadRequestException {
        int equals = indexOf((byte) '=', text, from, to);
        int valueFrom = Math.min(equals + 1, to);
        String name = decodeText(text, from, equals);
        boolean secret = name.equals(OAuthParameters.CLIENT_SECRET);
        // A secret never becomes a String, which could not be wiped.
        return new Parameter(name, secret ? "" : decodeText(text, valueFrom, to), from, valueFrom, to);
    }

    static String decodeText(byte[] text, int from, int to) throws BadRequestException {
        try {
            return FormCoding.decodeText(text, from, to);
        } catch (MalformedException e) {
            throw new BadRequestException(e.rule());
        }
    }

    List<Parameter> all() {
        return parameters;
    }

    /** The first value of this parameter; absent or empty is the same. */
    Optional<String> value(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter.value()).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** The decoded bytes of {@code client_secret}, a new array; absent or empty is the same. */
    Optional<byte[]> secret() throws BadRequestException {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(OAuthParameters.CLIENT_SECRET) && parameter.valueFrom() < parameter.to()) {
                return Optional.of(decode(text, parameter.valueFrom(), parameter.to()));
            }
        }
        return Optional.empty();
    }

    private static byte[] decode(byte[] text, int from, int to) throws BadRequestException {
        try {
            return FormCoding.decode(text, from, to);
        } catch (MalformedException e) {
            throw new BadRequestException(e.rule());
        }
    }

    /** The original text without the credentials and their separators. */
    byte[] textWithoutCredentials() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(text.length);
        int written = 0;
        for (Parameter parameter : parameters) {
            if (parameter.isCredential()) {
                rest.write(text, written, parameter.from() - written);
                // The separator after the parameter is removed with it.
                written = Math.min(parameter.to() + 1, text.length);
            }
        }
        rest.write(text, written, text.length - written);
        byte[] bytes = rest.toByteArray();
        boolean endedWithCredential = written == text.length && written > 0 && text[written - 1] != '&';
        boolean dangling = endedWithCredential && bytes.length > 0 && bytes[bytes.length - 1] == '&';
        return dangling ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** Overwrites the text; parameters that were decoded already stay. */
    void wipe() {
        Arrays.fill(text, (byte) 0);
    }

    private static int indexOf(byte wanted, byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
