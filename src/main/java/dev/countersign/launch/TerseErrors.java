package dev.countersign.launch;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Error pages of one line: status code and reason, never the path, the exception or the server's name. */
final class TerseErrors {
    private TerseErrors() {}

    /** For errors outside of the application. */
    static ErrorHandler ofServer() {
        return new ErrorHandler() {
            @Override
            protected void generateResponse(
                    Request request,
                    Response response,
                    int code,
                    @Nullable String message,
                    @Nullable Throwable cause,
                    Callback callback) {
                Exhaustion.check(cause);
                answer(response, code, callback);
            }
        };
    }

    /** For errors inside the application for which it has no error page. */
    static ErrorPageErrorHandler ofApplication() {
        return new ErrorPageErrorHandler() {
            @Override
            protected void generateResponse(
                    Request request,
                    Response response,
                    int code,
                    @Nullable String message,
                    @Nullable Throwable cause,
                    Callback callback) {
                Exhaustion.check(cause);
                answer(response, code, callback);
            }
        };
    }

    private static void answer(Response response, int code, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MimeTypes.Type.TEXT_PLAIN_UTF_8.asString());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, code + " " + HttpStatus.getMessage(code) + "\n", callback);
    }
}
