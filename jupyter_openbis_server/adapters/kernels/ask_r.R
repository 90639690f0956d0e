# Executed in R kernels: prints what is installed. See `questions`.
local({
  remote <- paste0("Remote", c("Type", "Host", "Username", "Repo", "Subdir", "Sha"))
  fields <- c("Package", "Version", "Priority", "Repository", "biocViews", remote)
  found <- installed.packages(fields = fields, noCache = TRUE)[, fields, drop = FALSE]
  found[is.na(found)] <- ""
  found <- found[!duplicated(found[, "Package"]), , drop = FALSE]  # the first library counts, as in library()
  found <- found[found[, "Priority"] != "base", , drop = FALSE]  # these come with R itself
  of <- function(field) found[, field]
  is_github <- of("RemoteType") == "github" & of("RemoteHost") %in% c("", "api.github.com")
  is_cran <- of("Repository") %in% c("CRAN", "RSPM") | of("Priority") == "recommended"
  is_like_cran <- of("RemoteType") %in% c("standard", "cran")  # as pak and remotes note it
  origin <- ifelse(is_github, "address",
            ifelse(is_cran, "index",
            ifelse(nzchar(of("biocViews")), "bioconductor",
            ifelse(is_like_cran, "index", "unknown"))))
  folder <- ifelse(nzchar(of("RemoteSubdir")), paste0("/", of("RemoteSubdir")), "")
  address <- paste0(of("RemoteUsername"), "/", of("RemoteRepo"), folder, "@", of("RemoteSha"))
  address <- ifelse(is_github, address, "")
  version <- paste(R.version$major, sub("[.].*", "", R.version$minor), sep = ".")
  cat(paste("jupyter-openbis", "version", version, sep = "\t"), "\n", sep = "")
  lines <- paste("jupyter-openbis", "package", of("Package"), of("Version"), origin, address, sep = "\t")
  cat(paste0(lines, "\n"), sep = "")
})
