package dev.countersign.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A granted request, as the application sees it: with the client as its user, without the credentials. Not thread-safe,
 * like any request.
 */
final class GrantedRequest extends HttpServletRequestWrapper {

    private final Grant grant;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    GrantedRequest(HttpServletRequest request, Grant grant) {
        super(request);
        this.grant = grant;
    }

    @Override
    public Principal getUserPrincipal() {
        return grant.principal();
    }

    @Override
    public String getRemoteUser() {
        return grant.principal().getName();
    }

    @Override
    public String getAuthType() {
        return grant.principal().method().name();
    }

    /** A client's roles are its scopes, and no container role. */
    @Override
    public boolean isUserInRole(String role) {
        return grant.principal().scopes().contains(role);
    }

    @Override
    public @Nullable String getHeader(String name) {
        Enumeration<String> values = getHeaders(name);
        return values.hasMoreElements() ? values.nextElement() : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (isHidden(name)) {
            return Collections.emptyEnumeration();
        }
        if (form().isPresent() && name.equalsIgnoreCase("Content-Length") && super.getHeader(name) != null) {
            return Collections.enumeration(List.of(Integer.toString(form().get().body().length)));
        }
        return Collections.enumeration(Headers.all((HttpServletRequest) getRequest(), name));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Enumeration<String> names = super.getHeaderNames();
        TreeSet<String> visible = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        visible.addAll(names == null ? List.of() : Collections.list(names));
        visible.removeIf(GrantedRequest::isHidden);
        return Collections.enumeration(visible);
    }

    @Override
    public int getIntHeader(String name) {
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    /** The client's credential, and the secret of a proxy. */
    private static boolean isHidden(String name) {
        return name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase(ForwardedCertificates.PROOF);
    }

    @Override
    public int getContentLength() {
        return form().isPresent() ? form().get().body().length : super.getContentLength();
    }

    @Override
    public long getContentLengthLong() {
        return form().isPresent() ? form().get().body().length : super.getContentLengthLong();
    }

    @Override
    public @Nullable String getParameter(String name) {
        if (form().isEmpty()) {
            return super.getParameter(name);
        }
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        if (form().isEmpty()) {
            return super.getParameterValues(name);
        }
        String[] values = form().get().parameters().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return form().isEmpty()
                ? super.getParameterNames()
                : Collections.enumeration(form().get().parameters().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return form().isEmpty() ? super.getParameterMap() : form().get().parameters();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (form().isEmpty()) {
            return super.getInputStream();
        }
        if (reader != null) {
            throw new IllegalStateException("getReader() was called for this request");
        }
        if (stream == null) {
            stream = new ServedBody(this, form().get().body());
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (form().isEmpty()) {
            return super.getReader();
        }
        if (reader == null) {
            if (stream != null) {
                throw new IllegalStateException("getInputStream() was called for this request");
            }
            ServletInputStream body = new ServedBody(this, form().get().body());
            reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }
        return reader;
    }

    private Optional<ServedForm> form() {
        return grant.form();
    }
}
