{% comment %}
Starts Swagger UI inside our frame. Arguments: schema_url, csrf_header_name. Served apart from the page (strict CSP).
{% endcomment %}"use strict";

// Swagger UI's own layout brings a second <main> and a second <h1>; our frame has them already.
const Frame = (system) => ({
  components: {
    Frame: ({ getComponent }) => {
      const part = (name, connected) => system.React.createElement(getComponent(name, connected), { key: name });
      return system.React.createElement("div", { className: "swagger-ui" }, [
        part("SvgAssets", false),
        part("AuthorizeBtnContainer", true),
        part("errors", true),
        part("operations", true),
      ]);
    },
  },
});

window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({
    url: "{{ schema_url|escapejs }}",
    dom_id: "#swagger-ui",
    presets: [window.SwaggerUIBundle.presets.apis],
    plugins: [Frame],
    layout: "Frame",
    // A link inside every button could not be told apart by a screen reader.
    deepLinking: false,
    persistAuthorization: false,
    requestInterceptor: (request) => {
      // The login of the pages writes only with the token of a form.
      if (!["GET", "HEAD", undefined].includes(request.method)) {
        request.headers["{{ csrf_header_name|escapejs }}"] = "{{ csrf_token }}";
      }
      return request;
    },
  });
});
